// Removes invisible characters from typed text, and those that change the direction of what
// follows.

// Controls except tab and line ends; marks, embeddings and isolates of direction; zero-width
// blanks; byte order and language marks.
const unseen =
  /[^\P{Cc}\t\r\n]|[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu
// Joiners are needed in Persian and Indian words and in emoji; between other letters they only make
// equal-looking texts differ. A match starts only at the first of a run: starting at each would
// take a minute for a long run between Arabic letters.
const joiners = /(?<=^|[\t\r\n -\u024F])[\u200C\u200D]+|(?<![\u200C\u200D])[\u200C\u200D]+(?=[\t\r\n -\u024F]|$)/gu

/** Plain ASCII, as most text is, needs no cleaning. */
const plain = /^[\t\r\n -~]*$/

/** The text as people see it. */
export const asSeen = (text: string): string => (plain.test(text) ? text : text.replaceAll(unseen, '').replaceAll(joiners, ''))
