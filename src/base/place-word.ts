// A childminder, nursery or agency is a setting, not a school. Sentences are written for schools
// and reworded here for settings.

export type PlaceWord = 'school' | 'setting'

/** Root ids it acts for or asks to, and which of them are settings. */
type ActsFor = { schoolIds: readonly string[]; askedSchoolIds: readonly string[]; settingIds: readonly string[] }

/** The word for the reader's organisation. @param id a root id; undefined: all of them */
export const placeFor = ({ schoolIds, askedSchoolIds, settingIds }: ActsFor, id?: string): PlaceWord => {
  const all = id === undefined ? [...schoolIds, ...askedSchoolIds] : [id]
  return all.length > 0 && all.every((one) => settingIds.includes(one)) ? 'setting' : 'school'
}

// School years, days and hours stay.
const own = String.raw`\b(?:(?:[Yy]our|[Mm]y) schools?|[Tt]h(?:e|e whole|is) school)\b(?! (?:year|day|hour|holiday|term))`
const quoted = '“[^”]*”'
const inText = new RegExp(`${quoted}|${own}`, 'g')
// Typed text stays too. A label is a whole text: `School`, beside its name.
const inPage = new RegExp(String.raw`<(textarea|script|style)\b[\s\S]*?</\1>|(?<=>)School(?=<)|<[^>]*>|${quoted}|${own}`, 'g')

const reworded = (text: string, words: RegExp): string =>
  text.replaceAll(words, (found) => (/^[<“]/.test(found) ? found : found.replace('school', 'setting').replace('School', 'Setting')))

/** Quotations stay. */
export const wordedFor = (place: PlaceWord, text: string): string => (place === 'school' ? text : reworded(text, inText))

/** The same for HTML, except typed text. */
export const pageWordedFor = (place: PlaceWord, html: string): string => (place === 'school' ? html : reworded(html, inPage))
