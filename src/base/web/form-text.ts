// What people type, wherever they type it: without characters that nobody sees and that turn the direction of what stands beside them.

// Controls save tab and ends of lines; marks, embeddings and isolates of direction; blanks of no width; marks of a byte order and of a language.
const unseen =
  /[^\P{Cc}\t\r\n]|[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu
// Joiners belong into Persian and Indian words and into emoji; between other letters they only make two texts that look the same.
// A run is begun at its first: tried from each of them, a long run between two Arabic letters would hold up everybody for a minute.
const joiners = /(?<=^|[\t\r\n -\u024F])[\u200C\u200D]+|(?<![\u200C\u200D])[\u200C\u200D]+(?=[\t\r\n -\u024F]|$)/gu

/** Holds none of them, as most of what is typed. */
const plain = /^[\t\r\n -~]*$/

/** A text as somebody sees it. */
export const asSeen = (text: string): string => (plain.test(text) ? text : text.replaceAll(unseen, '').replaceAll(joiners, ''))
