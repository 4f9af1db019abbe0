// A calendar file (RFC 5545) with whole days and neutral titles.

const MOST_OCTETS = 75;

/** A line, folded where it has more than 75 octets; no character is cut in two. */
function folded(line) {
  const bytes = new TextEncoder();
  let octets = 0;
  let text = "";
  for (const character of line) {
    const size = bytes.encode(character).length;
    if (octets + size > MOST_OCTETS) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

const escaped = (text) => text.replace(/[\\;,]/gu, "\\$&").replace(/\r?\n/gu, "\\n");
const digits = (iso) => iso.replaceAll("-", "");

function dayAfter(iso) {
  const day = new Date(`${iso}T00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

/** In the morning of the day itself, or so many days before. */
function alarm(title, daysBefore) {
  const trigger = daysBefore ? `-P${daysBefore - 1}DT16H` : "PT8H";
  return ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(title)}`, `TRIGGER:${trigger}`, "END:VALARM"];
}

function event({ day, title, early }, stamp) {
  return [
    "BEGIN:VEVENT",
    `UID:${crypto.randomUUID()}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${digits(day)}`,
    `DTEND;VALUE=DATE:${digits(dayAfter(day))}`,
    `SUMMARY:${escaped(title)}`,
    "TRANSP:TRANSPARENT",
    "CLASS:PRIVATE",
    ...alarm(title, 0),
    ...(early ? alarm(title, early) : []),
    "END:VEVENT",
  ];
}

/**
 * The text of the file.
 *
 * @param {{day: string, title: string, early?: number}[]} events ISO days; `early`: how many days before one is reminded too
 * @param {Date} now
 */
export function calendarFile(events, now) {
  const stamp = `${now.toISOString().slice(0, 19).replace(/[-:]/gu, "")}Z`;
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Portal//Calendar 1//DE", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"];
  lines.push(...events.flatMap((each) => event(each, stamp)), "END:VCALENDAR");
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}
