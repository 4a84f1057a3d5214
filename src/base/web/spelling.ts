// Texts in the letters of the PDF font (`commands/fonts.ts`).

const shown =
  /^[\u0020-\u007e\u00a0-\u017f\u018f-\u0192\u01a0-\u01b0\u01cd-\u021b\u02b9-\u02bc\u1e00-\u1eff\u2010-\u2026\u2030-\u203a\u20ac\u2116-\u2122\u2190-\u2193\u2212\n]$/u
const accents = /^[\u0300-\u0328]$/u
const has = (letter: string): boolean => shown.test(letter) || accents.test(letter)

/** Undefined if a letter cannot be shown even without its accent. */
export const spelt = (text: string): string | undefined => {
  let out = ''
  for (const letter of text.normalize('NFC')) {
    if (has(letter)) {
      out += letter
      continue
    }
    const plain = [...letter.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part)).join('')
    if (plain === '' || ![...plain].every((part) => has(part))) return undefined
    out += plain
  }
  return out
}
