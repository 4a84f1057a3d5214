// A day as people write it in a form.
import { isUsableDay } from '#base/web/form.ts'

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
const monthOf = (word: string): number =>
  /^\d+$/.test(word) ? Number(word) : word.length < 3 ? 0 : months.findIndex((name) => name.startsWith(word.replace(/^sept$/, 'sep'))) + 1

/** 27 3 2027, 27/3/27, 27 March 2027, March 27 2027 or 2027-03-27. */
export const dayIn = (typed: string): string | undefined => {
  const words = typed
    .toLowerCase()
    .replace(/^(mon|tues|wednes|thurs|fri|satur|sun)day\b,?/, '')
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1')
    .split(/[\s/.,-]+/)
    .filter(Boolean)
  if (words.length !== 3) return undefined
  const [a = '', b = '', c = ''] = words
  const [day, month, year] = /^\d{4}$/.test(a) ? [c, b, a] : /^[a-z]/.test(a) ? [b, a, c] : [a, b, c]
  if (!/^\d{1,2}$/.test(day) || !/^(\d{2}|\d{4})$/.test(year)) return undefined
  const two = (n: string | number): string => String(n).padStart(2, '0')
  const isoDay = `${year.length === 2 ? `20${year}` : year}-${two(monthOf(month))}-${two(day)}`
  return isUsableDay(isoDay) ? isoDay : undefined
}
