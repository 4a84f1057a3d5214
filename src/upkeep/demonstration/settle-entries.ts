// This school year's return of secondary schools is open. At one of them its office and its lead
// have filled in half of it, and said that something held of the school is not right; two others
// have submitted it.
import { type Act, type Actor, nobody } from '#base/act.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { answerFact } from '#returns/filling/answer-fact.ts'
import { textOf } from '#returns/filling/fact.ts'
import { readFilled } from '#returns/filling/read-filled.ts'
import { saveEntries } from '#returns/filling/save-entries.ts'
import { type Question, questionsOf } from '#returns/filling/school-return.ts'
import { choicesOf } from '#returns/forms/return-form.ts'
import { usualReaders } from '#returns/rounds/forms.ts'
import { openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import type { Cast } from './cast.ts'
import { insertAccountOf, markAllTold, selectHolder, selectReturnsOf } from './return-store.ts'
import { settleSignatures } from './settle-signatures.ts'
import { actOf, at, schoolDay } from './time.ts'

/** What every round says of who answers for the data. */
export const whoAnswers = {
  controllers: 'Alderwickshire County Council and the Alderwickshire safeguarding partners',
  basis: 'Public task, UK GDPR Article 6(1)(e)',
}

/** The lead of a school, who acts for it with an address of their own. */
const leadOf = async (act: Act, schoolId: string): Promise<Actor | undefined> => {
  await insertAccountOf(act, schoolId, 'dsl', newId(act.now))
  const found = await readNow(act.db, selectHolder(act.db, schoolId, 'dsl'))
  return found && { ...nobody, ...found, schoolIds: [schoolId] }
}

const holders: Partial<Record<NonNullable<Question['filledFrom']>, string>> = {
  lead: 'Our lead of long standing, who fills this in with the office',
  deputy: 'Two heads of year, by turns',
  governor: 'The chair of governors, until one is appointed',
}

const typedTo = ({ kind, filledFrom, asksEvidence, asksAction }: Question, today: string) => {
  const [, value = ''] = Object.keys(choicesOf(kind))
  const said = {
    date: today,
    number: '3',
    text: (filledFrom ? holders[filledFrom] : undefined) ?? 'Two new governors were trained in the autumn.',
    where_kept: 'In the office, with the policies',
  }
  return {
    value: value || (said[kind as keyof typeof said] ?? 'yes'),
    evidence: asksEvidence ? 'Minutes of the governing body of November' : '',
    action: asksAction ? 'The lead reports to governors each term' : '',
  }
}

/** @param versionId the form that schools answered last year */
export const settleEntries = async (act: Act, cast: Cast, officer: Actor, versionId: string): Promise<void> => {
  const school = cast.schools.find(({ name }) => name.startsWith('Lady Hawthorn'))
  const office = school && cast.contacts.get(school.id)
  if (!school || !office) return
  const opening = actOf(act, officer, at(schoolDay(act.now, -12), '10:00'))
  const id = newId(opening.now)
  const [year] = londonDay(opening.now).split('-')
  await saveRound(opening, id, {
    round: {
      ...{ versionId, title: 'Safeguarding audit', year: `${year}/${(Number(year) + 1) % 100}`, readers: usualReaders },
      ...whoAnswers,
      ...{ deadlineAt: instant(at(schoolDay(act.now, 24), '17:00')), finalAt: instant(at(schoolDay(act.now, 45), '17:00')) },
    },
    audience: { sectors: [], kinds: ['secondary'] },
  })
  const round = await readNow(act.db, selectRound(act.db, id))
  if (!round) return
  await openRound(opening, round)
  await markAllTold(act.db, id)
  const returns = await readNow(act.db, selectReturnsOf(act.db, id))
  await settleSignatures(act, returns, school.id)
  const own = returns.find(({ schoolId }) => schoolId === school.id)
  const lead = await leadOf(opening, school.id)
  if (!own || !lead) return
  const place = { schoolId: school.id, returnId: own.id }
  const start = at(schoolDay(act.now, -3), '15:30')
  const whole = await readFilled(actOf(act, office, start), place.schoolId, place.returnId)
  const questions = questionsOf(whole).filter(({ condition }) => !condition)
  for (const [n, question] of questions.slice(0, Math.ceil(questions.length / 2)).entries()) {
    const typing = actOf(act, n % 3 === 2 ? lead : office, addMinutes(start, n * 2))
    const typed = typedTo(question, londonDay(addMinutes(start, -40 * 24 * 60)))
    const attempt = { seen: null, typed, chosen: undefined }
    await saveEntries(typing, place, { only: question.id, seen: [], sentOf: (one) => ({ question: one, attempt, mustChoose: false }) })
  }
  const held = questions.find(({ filledFrom }) => filledFrom === 'lead')
  if (!held?.filledFrom) return
  await answerFact(actOf(act, lead, addMinutes(start, 90)), place, {
    ...{ questionId: held.id, shown: textOf(held.filledFrom, whole.facts), answer: 'disputed' },
    words: 'She has led safeguarding here since September 2023.',
  })
}
