// A name of a person, or of a setting that somebody asks for, goes into mails in the council's name: it must not be able to carry a message.
import { z } from 'zod'

// What is not seen: controls of text direction, fillers. \p{Cf} is every format character; the two joiners stay where scripts and pictures need
// them, which is never after a letter of English.
const unseen = /(?![\u200c\u200d])[\p{Cf}\p{Co}\u115f\u1160\u2800\u3164\uffa0]|(?<![^\u0020-\u007e])[\u200c\u200d]/gu

/** One line without what nobody sees. */
export const cleanName = (typed: string): string => typed.normalize('NFC').replaceAll(unseen, '').replaceAll(/\s+/g, ' ').trim()

const endings =
  `com net org info biz io co me uk gov edu eu de fr nl pl ru cn us tv cc to ly gg app dev xyz top site online shop store club live link click
  page web wiki icu vip win bid loan zip mov example test`.split(/\s+/)
// "St.Mary" is a name, "evil.example" and "Evil.Com" are addresses: what follows the dot is in small letters, or is how addresses end.
const hostLike = new RegExp(`[\\p{L}\\p{N}]{2,}\\.(\\p{Ll}{2,}|(${endings.join('|')}))(?![\\p{L}])`, 'u')
const hostInCapitals = new RegExp(`[\\p{L}\\p{N}]{2,}\\.(${endings.join('|')})(?![\\p{L}])`, 'iu')

/** Why this is no name, as the end of a sentence about it; undefined when it may be one. */
export const nameProblem = (typed: string): string | undefined => {
  const name = typed.replaceAll(/[\u200c\u200d]/g, '')
  if (/\p{Cc}/u.test(name)) return 'must not hold control characters'
  if (/:\/\/|\bwww\.|[\\/]{2}/i.test(name) || hostLike.test(name) || hostInCapitals.test(name))
    return 'must not hold a web or email address'
  if (/\d(?:[\s().+-]*\d){3,}/.test(name)) return 'must not hold a number of four digits or more'
  return undefined
}

/** @param what the name is called at the beginning of a sentence, such as `Your name` */
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
