// Typed names go into mails in the council's name, so they must not carry a message.

import * as z from 'zod'
import { cutTo } from '#base/words.ts'

// Direction controls and fillers. \p{Cf} is every format character; the two joiners stay where
// scripts and emoji need them, never after an ASCII letter.
const unseen = /(?![\u200c\u200d])[\p{Cf}\p{Co}\u115f\u1160\u2800\u3164\uffa0]|(?<![^\u0020-\u007e])[\u200c\u200d]/gu

/** One line, without invisible characters. */
export const cleanName = (typed: string): string => typed.normalize('NFC').replaceAll(unseen, '').replaceAll(/\s+/g, ' ').trim()

const endings = new Set(
  `com net org info biz io co me uk gov edu eu de fr nl pl ru cn us tv cc to ly gg app dev xyz top site online shop store club live link click
  page web wiki icu vip win bid loan zip mov example test`.split(/\s+/),
)
// Before a name without a space: "St.Mary", "Dr.Jones", "ดร.สมชาย"; initials: "A.N.Other".
const titles = new Set('st ste dr mr mrs ms mx prof rev revd fr sr jr hon capt sgt sc ed ดร'.split(' '))
const lettersIn = (word: string): number => word.match(/\p{L}/gu)?.length ?? 0

/** Two words joined by a dot, unless the first is an initial or a title. */
const holdsHost = (name: string): boolean =>
  name.split('.').some((part, at, parts) => {
    const before = part.match(/(?<![\p{L}\p{N}\p{M}_-])[\p{L}\p{N}\p{M}_-]+$/u)?.[0] ?? ''
    const after = parts[at + 1]?.match(/^[\p{L}\p{N}\p{M}-]+/u)?.[0] ?? ''
    if (before === '' || lettersIn(after) < 2) return false
    if (endings.has(after.toLowerCase()) || /^\p{Ll}/u.test(after)) return true
    return !(titles.has(before.toLowerCase()) || (lettersIn(before) === 1 && !/\p{N}/u.test(before)))
  })

// Telephone numbers and codes, also with letters like digits, or with separators that no list of
// years or ages has.
const holdsNumber = (name: string): boolean =>
  /\p{Nd}(?:[\s().+·•_/*~:|\p{Pd}]*\p{Nd}){3,}/u.test(name) ||
  /\p{Nd}(?:[^\p{L}\p{N}]*\p{Nd}){7,}/u.test(name) ||
  (name.match(/(?<!\p{L})[\p{Nd}OoIl](?:[\s().+\p{Pd}]*[\p{Nd}OoIl]){3,}(?!\p{L})/gu) ?? []).some(
    (run) => (run.match(/\p{Nd}/gu)?.length ?? 0) >= 3,
  )

/** As mail programs read addresses: full-width letters and dots become plain ones. */
const asRead = (typed: string): string =>
  cutTo(typed, 1000)
    .replaceAll(/[\u200c\u200d]/g, '')
    .normalize('NFKC')
    .replaceAll('\u3002', '.')

/** The end of a sentence; undefined if it can be a name. */
export const nameProblem = (typed: string): string | undefined => {
  const name = asRead(typed)
  if (/\p{Cc}/u.test(name)) return 'must not hold control characters'
  if (/@|:\/\/|\bwww\.|[\\/]{2}/i.test(name) || holdsHost(name)) return 'must not hold a web or email address'
  if (holdsNumber(name)) return 'must not hold a number of four digits or more'
  return undefined
}

/** @param what the start of a sentence about it, such as `Your name` */
export const nameField = (what: string, missing: string, longest: number) =>
  z
    .string()
    .transform(cleanName)
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(longest, `${what} must be ${longest} characters or fewer`)
        .superRefine((name, context) => {
          const problem = nameProblem(name)
          if (problem) context.addIssue({ code: 'custom', message: `${what} ${problem}` })
        }),
    )
