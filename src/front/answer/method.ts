import { lowerFirst } from '#attendance/requirements/state.ts'
import { londonDay, sayDay } from '#base/dates.ts'
import { documentKindWords } from '#guidance/documents/document.ts'
import type { About, Guidance, Topic } from './population.ts'

const sayWeighed = ({ isOwn, equalityOn, decidedOn }: Guidance): string =>
  equalityOn
    ? ` Its equality assessment is of ${sayDay(equalityOn)}${decidedOn ? `, the council’s decision of ${sayDay(decidedOn)}` : ''}.`
    : isOwn
      ? ''
      : ' It passes on what others wrote; no equality assessment of the council is noted.'

/** Under what it is asked of schools, and what was weighed before. */
const sayDuty = ({ guidance, rule }: About): string =>
  [
    rule ? `Training of DSLs is asked by ${lowerFirst(rule)}.` : '',
    guidance ? `“${guidance.title}”: ${lowerFirst(documentKindWords[guidance.kind])}.${sayWeighed(guidance)}` : '',
  ]
    .filter(Boolean)
    .join(' ')

const sayAlso = ({ also }: Topic): string =>
  also
    .map(({ label, until }) => (until ? `Called ${label.toLowerCase()} until ${sayDay(until)}.` : `Also ${label.toLowerCase()}.`))
    .join(' ')

/** Of an earlier day. */
const sayThen = (known: string): string =>
  `Attendance, roles and training of that day are as ${known}, with what was recorded or corrected later. Emails, confirmations and answers are those that we had at the end of that day. Who was booked then, and what was next in follow-up, is not kept. `

/** @param keptAt of a report */
export const howCounted = (about: About, keptAt?: Date): string =>
  `Counted is every school of the area that was open on ${sayDay(about.on)}, once. It came if somebody was marked present for it, in whole or in part, at an event on this topic in the two years to that day. A person who came for two schools counts at each; a record that names nobody counts as one person. “No training on our record” does not mean untrained. A DSL is a designated safeguarding lead; GIAS is the national register of schools. Numbers of schools are exact; how people in roles stand is shown to readers in groups alone. ${about.past ? sayThen(keptAt ? `known on ${sayDay(londonDay(keptAt))}` : 'we know them now') : ''}${[sayAlso(about.topic), sayDuty(about)].filter(Boolean).join(' ')}`.trim()
