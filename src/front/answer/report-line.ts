// What a report says of a school: what it did as a body, and nothing of how one person stands.
import type { ReportLine } from '#attendance/replies/reply.ts'
import { sayDay } from '#base/dates.ts'
import { sayPeriod, specs } from './definition.ts'
import type { About, AnswerRow } from './population.ts'

const stateOf = (key: string, row: AnswerRow): string => String(specs.find((one) => one.key === key)?.columns[0]?.value(row) ?? '')

const sayCame = (row: AnswerRow, about: About): string => {
  const { since } = about
  const { came, lastOn, lastAnyOn } = row
  const last = lastOn ? ` Last on this topic on ${sayDay(lastOn)}.` : ''
  if (came === 'represented') return `Another school represented it ${sayPeriod(about)}.${last}`
  if (came === 'lead' || came === 'other') return `Sent somebody ${sayPeriod(about)}.${last}`
  const any = lastAnyOn
    ? ` Last at any event on ${sayDay(lastAnyOn)}.`
    : ` None at any event${since ? ` since our records began on ${sayDay(since)}` : ''}.`
  return `No attendance on our record ${sayPeriod(about)}.${last || any}`
}

export const reportLine = (about: About, row: AnswerRow): ReportLine => {
  const { schoolId, urn, name, town, trustName, decidedOn } = row
  const { topic, guidance } = about
  const answer = guidance?.isAnswered ? ` ${stateOf('answer', row)}${decidedOn ? `, ${sayDay(decidedOn)}` : ''}.` : ''
  return {
    schoolId,
    urn,
    name,
    town,
    trustName,
    says: [
      { about: `Events on ${topic.label.toLowerCase()}`, says: sayCame(row, about) },
      ...(guidance ? [{ about: `${guidance.title}, version ${guidance.version}`, says: `${stateOf('guidance', row)}.${answer}` }] : []),
    ],
  }
}
