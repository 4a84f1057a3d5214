// Facts we hold, shown with a question of the audit: what, and as of when. The school confirms or
// disputes them; a dispute goes to the officer who asks and delays nothing.
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { type HeldFact, heldFacts } from '#returns/forms/return-form.ts'

/** Who is confirmed in a role, or what the school says instead. */
export type HeldRole = {
  id: string
  label: string
  holders: readonly { name: string; since: Day | null }[]
  /** Proposed, not confirmed. */
  proposed: readonly string[]
  gap: { answer: 'vacant' | 'not_known'; since: Day } | undefined
}

/** One person's standing under one training rule. */
export type HeldTraining = { role: string; who: string; requirement: string; state: string; last: string; due: Day | undefined }

/** The school's answer to guidance in force. */
type HeldGuidance = { title: string; state: string }

export type Held = { roles: readonly HeldRole[]; trainings: readonly HeldTraining[]; guidance: readonly HeldGuidance[] }

const sayRole = ({ label, holders, proposed, gap }: HeldRole): string => {
  if (holders.length > 0) return `${label}: ${listed(holders.map(({ name, since }) => (since ? `${name}, since ${sayDay(since)}` : name)))}`
  if (gap?.answer === 'vacant') return `${label}: vacant since ${sayDay(gap.since)}, as the school says`
  if (gap) return `${label}: the school says that it does not know who holds it`
  return proposed.length > 0
    ? `${label}: proposed and not confirmed yet, ${listed(proposed)}`
    : `${label}: nobody is confirmed in our record`
}

const sayTraining = ({ who, requirement, state, last, due }: HeldTraining): string =>
  [`${who}, ${requirement}: ${state.toLowerCase()}`, last && `last ${last}`, due && `due by ${sayDay(due)}`].filter(Boolean).join('; ')

/** A line each. */
const linesOf = (fact: HeldFact, { roles, trainings, guidance }: Held): string[] => {
  const { role: id, of } = heldFacts[fact]
  if (of === 'guidance')
    return guidance.length === 0 ? ['No guidance is asked of the school'] : guidance.map((one) => `${one.title}: ${one.state}`)
  const role = roles.find((one) => one.id === id)
  if (!role) return ['Our record has no such role']
  if (of === 'role') return [sayRole(role)]
  const own = trainings.filter((one) => one.role === role.label && one.who !== '')
  return own.length > 0 ? own.map(sayTraining) : [`${role.label}: our record has nobody whose training is asked`]
}

/** As it is stored beside the answer. */
export const textOf = (fact: HeldFact, held: Held): string => linesOf(fact, held).join('\n')

/** Days for the officer to look at a dispute. */
const disputeDays = 14
export const disputeDue = (today: Day): Day => addDays(today, disputeDays)
