// This school year's return of secondary schools is open. At one of them its office and its lead
// have filled in half of it, and said that something held of the school is not right; two others
// have submitted it, and one has longer.
import { type Act, type Actor, nobody } from '#base/act.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { textOf } from '#returns/filling/fact.ts'
import { readFilled } from '#returns/filling/read-filled.ts'
import { answerFact, saveEntries } from '#returns/filling/save-entries.ts'
import { questionsOf } from '#returns/filling/school-return.ts'
import { copyForm } from '#returns/forms/save-form.ts'
import { selectForm, selectForms } from '#returns/forms/store.ts'
import { followRounds } from '#returns/rounds/follow-rounds.ts'
import { usualReaders } from '#returns/rounds/forms.ts'
import { postponeRound } from '#returns/rounds/postpone-round.ts'
import type { Round } from '#returns/rounds/round.ts'
import { openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import { auditSchools } from './people.ts'
import { answersTo, namesOf } from './return-answer.ts'
import { insertAccountOf, markAllTold, selectHolder, selectReturnsOf } from './return-store.ts'
import { settleSignatures } from './settle-signatures.ts'
import { actOf, must } from './time.ts'

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

/** The lead of one school began this week, so that it has longer. */
const giveLonger = async (act: Act, officer: Actor, { id: roundId, deadlineAt, finalAt }: Round, returnId: string | undefined) => {
  const { longer, longerDeadline, longerFinal } = demonstrationDates(act.now).audit
  const to = { deadlineAt: instant(longerDeadline), finalAt: instant(longerFinal) }
  const reason = 'Its designated safeguarding lead began this week.'
  must(
    await postponeRound(actOf(act, officer, longer), { id: newId(longer), roundId, returnId, from: { deadlineAt, finalAt }, to, reason }),
    'longer',
  )
  while (await followRounds(actOf(act, act.actor, addMinutes(longer, 1))));
}

/**
 * By the form that schools answered last year, of which the next one is being written.
 * @returns how many schools are asked
 */
export const settleAudit = async (act: Act, cast: Cast): Promise<number> => {
  const { officer } = cast
  const school = cast.schools.find(({ name }) => name.startsWith('Lady Hawthorn'))
  const office = school && cast.contacts.get(school.id)
  const versionId = (await readNow(act.db, selectForms(act.db))).find(({ publishedAt }) => publishedAt !== null)?.id ?? ''
  const form = await readNow(act.db, selectForm(act.db, versionId))
  if (!school || !office || !form) return 0
  const dates = demonstrationDates(act.now).audit
  await copyForm(actOf(act, officer, dates.copied), form)
  const opening = actOf(act, officer, dates.opened)
  const id = newId(opening.now)
  await saveRound(opening, id, {
    round: {
      ...{ versionId, title: 'Safeguarding audit', year: dates.year, readers: usualReaders },
      ...whoAnswers,
      ...{ deadlineAt: instant(dates.deadline), finalAt: instant(dates.final) },
    },
    audience: { sectors: [], kinds: ['secondary'] },
  })
  const round = await readNow(act.db, selectRound(act.db, id))
  if (!round) return 0
  await openRound(opening, round)
  await markAllTold(act.db, id)
  const returns = await readNow(act.db, selectReturnsOf(act.db, id))
  const named = (name: string) => cast.schools.find((one) => one.name === name)?.id
  const { governor, done, head } = auditSchools
  await settleSignatures(act, returns, { governor: named(governor), done: named(done), head: named(head) })
  const signed = [governor, done, head].map((name) => named(name) ?? '')
  await giveLonger(act, officer, round, returns.find(({ schoolId }) => ![school.id, ...signed].includes(schoolId))?.id)
  const own = returns.find(({ schoolId }) => schoolId === school.id)
  const lead = await leadOf(opening, school.id)
  if (!own || !lead) return returns.length
  const place = { schoolId: school.id, returnId: own.id }
  const start = dates.filled
  const whole = await readFilled(actOf(act, office, start), place.schoolId, place.returnId)
  const questions = questionsOf(whole)
  const answers = answersTo(questions, {
    on: londonDay(start),
    chance: chanceOf('audit'),
    names: namesOf(school),
  })
  for (const [n, { question, ...typed }] of answers.slice(0, Math.ceil(answers.length / 2)).entries()) {
    const typing = actOf(act, n % 3 === 2 ? lead : office, addMinutes(start, n * 2))
    const attempt = { seen: null, typed, chosen: undefined }
    await saveEntries(typing, place, { only: question.id, sentOf: (one) => ({ question: one, attempt, mustChoose: false }) })
  }
  const held = questions.find(({ filledFrom }) => filledFrom === 'lead')
  if (!held?.filledFrom) return returns.length
  await answerFact(actOf(act, lead, addMinutes(start, 90)), place, {
    ...{ questionId: held.id, shown: textOf(held.filledFrom, whole.facts), answer: 'disputed' },
    words: 'She has led safeguarding here since September 2023.',
  })
  return returns.length
}
