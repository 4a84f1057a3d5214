// What a delegate needs to eat and to take part. It can tell of health or belief, so it is theirs to give and to take back: asked on the page
// of their own place alone, kept apart from everything else, read by those who organise the event, and deleted thirty days after it.
import { addDays, type Day, type Instant, londonDay } from '#base/dates.ts'
import { type EventDetails, lastEnd } from '#events/events/event.ts'

export const longestDietary = 500
export const longestAccess = 1000

/** How long needs are kept after an event ends, in days. The database computes Need.deleteAfter by the same number. */
export const keptDays = 30
/** How long the link to a place works after the event, in days. */
export const linkDays = 30
/**
 * For how long the database's own recovery can bring back what was deleted, in days: D1 Time Travel, 30 days on the Workers Paid plan and 7
 * on the free one (https://developers.cloudflare.com/d1/reference/time-travel/).
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

/** What somebody ticked and wrote about one of the two. */
export type Stated<Choice extends string> = { choices: Choice[]; words: string }

export type Needs = { dietary: Stated<DietaryChoice>; access: Stated<AccessChoice> }

export const noNeeds: Needs = { dietary: { choices: [], words: '' }, access: { choices: [], words: '' } }

const nothing = ({ choices, words }: Stated<string>): boolean => choices.length === 0 && words === ''

export const isNothing = (needs: Needs): boolean => nothing(needs.dietary) && nothing(needs.access)

/** Access choices that make sense where people meet on a screen. */
const online: readonly AccessChoice[] = ['bsl', 'captions', 'large_print', 'papers_before', 'companion']

export const accessChoicesAt = (event: Pick<EventDetails, 'attendanceMode'>): AccessChoice[] =>
  (Object.keys(accessChoices) as AccessChoice[]).filter((choice) => event.attendanceMode !== 'online' || online.includes(choice))

/** Where nobody is fed nobody is asked. */
export const asksDietary = (event: Pick<EventDetails, 'attendanceMode'>): boolean => event.attendanceMode === 'in_person'

/** The London day after which nothing of it is kept. */
export const lastKeptDay = (event: Pick<EventDetails, 'sessions'>): Day | undefined => {
  const end: Instant | undefined = lastEnd(event)
  return end === undefined ? undefined : addDays(londonDay(end), keptDays)
}

/** `Vegan; Nut allergy; no celery`: one person's needs on one line, so that two needs of one person stay together. */
export const lineOf = (stated: Stated<string>, labels: Record<string, string>): string =>
  [...stated.choices.map((choice) => labels[choice] ?? choice), stated.words.replaceAll(/\s+/g, ' ')].filter(Boolean).join('; ')

/** One line of the caterer's sheet: how many people need exactly this. */
export type Line = { line: string; people: number }

/** Equal lines together, by their words: an order that tells nothing of who they are. */
export const linesOf = (lines: readonly string[]): Line[] => {
  const counted = new Map<string, Line>()
  for (const line of lines) {
    const key = line.toLocaleLowerCase('en-GB')
    const known = counted.get(key)
    counted.set(key, { line: known?.line ?? line, people: (known?.people ?? 0) + 1 })
  }
  return [...counted.values()].sort((a, b) => a.line.localeCompare(b.line, 'en-GB'))
}

/** How many people ticked each of the common choices; those that nobody ticked are left out. */
export const countsOf = (needs: readonly Pick<Needs, 'dietary'>[]): Line[] =>
  (Object.keys(dietaryChoices) as DietaryChoice[]).flatMap((choice) => {
    const people = needs.filter(({ dietary }) => dietary.choices.includes(choice)).length
    return people > 0 ? [{ line: dietaryChoices[choice], people }] : []
  })

export type SaveRefusal = 'link_ended' | 'event_over'

/** What a delegate can tell whoever booked for them. */
export const tellings = ['cannot_come', 'not_me', 'comes'] as const
export type Telling = (typeof tellings)[number]
