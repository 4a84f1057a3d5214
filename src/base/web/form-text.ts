// Removes invisible characters and those that change the direction of text.

// Controls except tab and line ends; marks, embeddings and isolates of direction; zero-width
// blanks; byte order and language marks.
const unseen =
  /[^\P{Cc}\t\r\n]|[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu
// Persian, Indian scripts and emoji need joiners; elsewhere they make equal texts differ. Matches
// only start at a run's first: starting at each takes a minute for a long run in Arabic.
const joiners = /(?<=^|[\t\r\n -\u024F])[\u200C\u200D]+|(?<![\u200C\u200D])[\u200C\u200D]+(?=[\t\r\n -\u024F]|$)/gu

/** Plain ASCII needs no cleaning. */
const plain = /^[\t\r\n -~]*$/

/** The text as people see it. */
export const asSeen = (text: string): string => (plain.test(text) ? text : text.replaceAll(unseen, '').replaceAll(joiners, ''))
