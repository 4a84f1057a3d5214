// What an organisation is called to its own people: a childminder, a nursery or an agency is a
// setting and no school. Sentences are written of schools; for the people of a setting they are
// worded here, wherever they stand.

export type PlaceWord = 'school' | 'setting'

/** Of an actor: whom they act for or ask to (root ids), and which of them are settings. */
type ActsFor = { schoolIds: readonly string[]; askedSchoolIds: readonly string[]; settingIds: readonly string[] }

/**
 * What somebody reads of the organisation that they act for, or ask to.
 * @param id which of them (a root id); undefined: all of them
 */
export const placeFor = ({ schoolIds, askedSchoolIds, settingIds }: ActsFor, id?: string): PlaceWord => {
  const all = id === undefined ? [...schoolIds, ...askedSchoolIds] : [id]
  return all.length > 0 && all.every((one) => settingIds.includes(one)) ? 'setting' : 'school'
}

// Years, days and hours of schools are so for everybody.
const own = String.raw`\b(?:(?:[Yy]our|[Mm]y) schools?|[Tt]h(?:e|e whole|is) school)\b(?! (?:year|day|hour|holiday|term))`
const quoted = '“[^”]*”'
const inText = new RegExp(`${quoted}|${own}`, 'g')
// What was typed into a form stays too. A label is a whole text: `School`, beside its name.
const inPage = new RegExp(String.raw`<(textarea|script|style)\b[\s\S]*?</\1>|(?<=>)School(?=<)|<[^>]*>|${quoted}|${own}`, 'g')

const reworded = (text: string, words: RegExp): string =>
  text.replaceAll(words, (found) => (/^[<“]/.test(found) ? found : found.replace('school', 'setting').replace('School', 'Setting')))

/** A sentence as whoever reads it is called; what stands in quotes stays. */
export const wordedFor = (place: PlaceWord, text: string): string => (place === 'school' ? text : reworded(text, inText))

/** The same of a page in HTML: what is read of it, not what is typed into it. */
export const pageWordedFor = (place: PlaceWord, html: string): string => (place === 'school' ? html : reworded(html, inPage))
