// A need is what a delegate requires for eating or taking part. It may reveal health or belief
// (special category data), so only the delegate enters or withdraws it, on their own page. It is
// kept apart, read by the event's organisers alone, and deleted thirty days after the event.
import { addDays, type Day, type Instant, londonDay } from '#base/dates.ts'
import { type EventDetails, lastEnd } from '#events/events/event.ts'

export const longestDietary = 500
export const longestAccess = 1000

/** The database computes Need.deleteAfter with the same number. */
export const keptDays = 30
/** Days that a place's link works after the event. */
export const linkDays = 30
/**
 * Days for which D1 Time Travel can restore deleted rows: 30 on Workers Paid, 7 on the free plan
 * (https://developers.cloudflare.com/d1/reference/time-travel/).
 */
export const recoveryDays = 30

export const dietaryChoices = {
  vegetarian: 'Vegetarian',
  vegan: 'Vegan',
  halal: 'Halal',
  kosher: 'Kosher',
  gluten_free: 'Gluten free',
  dairy_free: 'Dairy free',
  egg_free: 'No egg',
  nut_allergy: 'Nut allergy',
  fish_allergy: 'Fish or shellfish allergy',
  no_pork: 'No pork',
} as const

export const accessChoices = {
  step_free: 'Step-free way to every room',
  parking: 'Parking for a Blue Badge holder',
  hearing_loop: 'Hearing loop',
  bsl: 'British Sign Language interpreter',
  captions: 'Captions',
  large_print: 'Papers in large print',
  papers_before: 'Papers or slides beforehand',
  front_seat: 'Seat near the front',
  quiet_room: 'Quiet room',
  companion: 'I bring a helper',
  assistance_dog: 'I bring an assistance dog',
} as const

export type DietaryChoice = keyof typeof dietaryChoices
export type AccessChoice = keyof typeof accessChoices

export type Stated<Choice extends string> = { choices: Choice[]; words: string }

export type Needs = { dietary: Stated<DietaryChoice>; access: Stated<AccessChoice> }

export const noNeeds: Needs = { dietary: { choices: [], words: '' }, access: { choices: [], words: '' } }

/** @param json as it is stored */
export const statedOf = <Choice extends string>(json: string): Stated<Choice> =>
  json === '' ? { choices: [], words: '' } : (JSON.parse(json) as Stated<Choice>)

const nothing = ({ choices, words }: Stated<string>): boolean => choices.length === 0 && words === ''

export const isNothing = (needs: Needs): boolean => nothing(needs.dietary) && nothing(needs.access)

/** Access choices that make sense online. */
const online: readonly AccessChoice[] = ['bsl', 'captions', 'large_print', 'papers_before', 'companion']

export const accessChoicesAt = (event: Pick<EventDetails, 'attendanceMode'>): AccessChoice[] =>
  (Object.keys(accessChoices) as AccessChoice[]).filter((choice) => event.attendanceMode !== 'online' || online.includes(choice))

/** Not asked where no food is served. */
export const asksDietary = (event: Pick<EventDetails, 'attendanceMode'>): boolean => event.attendanceMode === 'in_person'

/** The last London day on which needs are kept. */
export const lastKeptDay = (event: Pick<EventDetails, 'sessions'>): Day | undefined => {
  const end: Instant | undefined = lastEnd(event)
  return end === undefined ? undefined : addDays(londonDay(end), keptDays)
}

/** `Vegan; Nut allergy; no celery`: one person's needs on one line, so that they stay together. */
export const lineOf = (stated: Stated<string>, labels: Record<string, string>): string =>
  [...stated.choices.map((choice) => labels[choice] ?? choice), stated.words.replaceAll(/\s+/g, ' ')].filter(Boolean).join('; ')

export type Line = { line: string; people: number }

/** Groups equal lines and sorts them by their words, so that the order identifies nobody. */
export const linesOf = (lines: readonly string[]): Line[] => {
  const counted = new Map<string, Line>()
  for (const line of lines) {
    const key = line.toLocaleLowerCase('en-GB')
    const known = counted.get(key)
    counted.set(key, { line: known?.line ?? line, people: (known?.people ?? 0) + 1 })
  }
  return [...counted.values()].sort((a, b) => a.line.localeCompare(b.line, 'en-GB'))
}

/** How many people ticked each common choice; unused ones are left out. */
export const countsOf = (needs: readonly Pick<Needs, 'dietary'>[]): Line[] =>
  (Object.keys(dietaryChoices) as DietaryChoice[]).flatMap((choice) => {
    const people = needs.filter(({ dietary }) => dietary.choices.includes(choice)).length
    return people > 0 ? [{ line: dietaryChoices[choice], people }] : []
  })

export type SaveRefusal = 'link_ended' | 'event_over'

/** What delegates can tell whoever booked for them. */
export const tellings = ['cannot_come', 'not_me', 'comes'] as const
export type Telling = (typeof tellings)[number]
