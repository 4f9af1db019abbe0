const NOISE =
  /^(ca\.?|circa|etwa|rund|ungefähr|zirka|environ|env\.?|chf|sfr\.?|fr\.?)\s*|\s*(chf|sfr\.?|frs?\.?|franken|francs?|francs? suisses?)$/giu;
const NO_CENTIMES = /[.,]\s*[-–—]+(?=\s|$)/gu;
const BAND_START = /^\s*(zwischen|von|entre|de)\s/iu;
const BAND_MIDDLE = /\s+(?:bis|und|à|et)\s+|\s*[-–—]\s*/iu;
const NUMBER = /^(\d{1,3}(?:(?<mark>['’ʼ.,\s])\d{3})(?:\k<mark>\d{3})*|\d{1,9})(?:[.,](\d{1,2}))?$/u;

/**
 * Reads an amount as people write it: 1200, 1'200.50, CHF 1200, 1 200,–, 1.200,50, 1200.- Fr., etwa 1200, 1000–2000.
 *
 * @param {string} text
 * @returns {number | {min: number, max: number} | null} centimes, or null where it cannot be read for sure
 */
export function readAmount(text) {
  const round = text.replace(NO_CENTIMES, "").trim();
  const single = readNumber(round);
  if (single !== null) return single;
  const ends = round.replace(BAND_START, "").split(BAND_MIDDLE).map(readNumber);
  if (ends.length !== 2 || ends.includes(null) || ends[0] > ends[1]) return null;
  return { min: ends[0], max: ends[1] };
}

function readNumber(text) {
  let bare = text.trim();
  for (let before = ""; before !== bare; ) {
    before = bare;
    bare = bare.replace(NOISE, "").trim();
  }
  const match = NUMBER.exec(bare);
  if (!match) return null;
  return Number(match[1].replace(/\D/gu, "")) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
}
