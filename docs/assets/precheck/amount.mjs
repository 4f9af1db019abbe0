/**
 * Reads an amount as people write it: 1200, 1'200.50, CHF 1200, 1 200,–, 1.200,50, 1200.- Fr.
 *
 * @param {string} text
 * @returns {number | null} centimes, or null where more than one amount could be meant
 */
export function readAmount(text) {
  const bare = text
    .trim()
    .replace(/^(chf|sfr\.?|fr\.?)\s*|\s*(chf|sfr\.?|fr\.?|frs\.?|franken|francs?|franc suisse|francs suisses)$/gi, "")
    .replace(/[.,]\s*[-–—]+$/, "");
  const match = /^(\d{1,3}(?:(?<mark>['’ʼ.,\s])\d{3})(?:\k<mark>\d{3})*|\d{1,9})(?:[.,](\d{1,2}))?$/.exec(bare);
  if (!match) return null;
  const francs = Number(match[1].replace(/\D/g, ""));
  return francs * 100 + Number((match[3] ?? "").padEnd(2, "0"));
}
