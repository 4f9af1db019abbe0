// The day whose rules count, if it is not simply today. Two ways lead there, both for staff: a site built to check another
// day, and the page that opens the questions with the rules of a day (#day=2024-09-30). The day is no answer, so it may stand in the address.

import { isDay } from "../day.js";

/**
 * The day that was chosen; then every banner that says so is uncovered, on screen and paper.
 *
 * @param {HTMLElement} root the whole pre-check
 * @returns {string | null} ISO, or nothing: today's rules count
 */
export function chosenDay(root) {
  const built = document.body.dataset.checkedDay;
  if (built) return built; // the site's own banner says it on every page
  const day = new URLSearchParams(location.hash.slice(1)).get("day");
  const banners = root.querySelectorAll("[data-other-day]");
  if (!isDay(day) || banners.length === 0 || day < banners[0].dataset.firstDay) return null;
  const words = new Intl.DateTimeFormat(`${root.dataset.language}-CH`, { dateStyle: "long", timeZone: "UTC" });
  for (const banner of banners) {
    banner.querySelector("time").textContent = words.format(new Date(`${day}T00:00:00Z`));
    banner.querySelector("time").dateTime = day;
    banner.hidden = false;
  }
  return day;
}
