// The safeguarding audits of the last two school years, closed, and the results of the later one.
import type { Act, Actor } from '#base/act.ts'
import { addDays, addMinutes, type Day, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { questionsOf, type ReturnForm } from '#returns/forms/return-form.ts'
import { beginForm, changeForm, publishForm } from '#returns/forms/save-form.ts'
import { replacePowers, selectForm, updateHead } from '#returns/forms/store.ts'
import { selectAnswers, selectModerated } from '#returns/progress/answer-store.ts'
import { addOtherAudit } from '#returns/progress/change-return.ts'
import { checkGrades, drawSample, visitSchool } from '#returns/progress/check-returns.ts'
import { followProgress } from '#returns/progress/follow-progress.ts'
import { addAction, markAction } from '#returns/progress/mark-action.ts'
import { freezeResults } from '#returns/results/freeze-results.ts'
import { prepareFeedback } from '#returns/results/prepare-feedback.ts'
import { selectFeedback } from '#returns/results/store.ts'
import { usualReaders } from '#returns/rounds/forms.ts'
import { cameAt, type Round } from '#returns/rounds/round.ts'
import { closeRound, openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import { type Answering, answersTo, namesOf } from './return-answer.ts'
import { insertDone, markAllTold, selectReturnsOf } from './return-store.ts'
import { whoAnswers } from './settle-entries.ts'
import { sendDraft } from './settle-messages.ts'
import { actOf, must } from './time.ts'

const settleForm = async (act: Act, officer: Actor): Promise<ReturnForm> => {
  const writing = actOf(act, officer, demonstrationDates(act.now).lastAudit.written)
  const id = await beginForm(writing, { id: newId(writing.now), title: 'Safeguarding audit', from: 'example' })
  const read = async (): Promise<ReturnForm> => {
    const form = await readNow(act.db, selectForm(act.db, id))
    if (!form) throw new Error('the form that was begun is not there')
    return form
  }
  const draft = await read()
  const note = 'Answer for the school as it is today. Several people can fill it in together.'
  const powers = draft.powers.map((power) => ({
    ...{ ...power, power: power.power.replace(/ Check this .*$/, ''), checkedOn: londonDay(writing.now) },
    checkedById: officer.accountId ?? null,
  }))
  await changeForm(writing, draft, [updateHead(act.db, id, { ...draft, note, leadSigns: 1 }), ...replacePowers(act.db, id, powers)])
  const form = await read()
  await publishForm(writing, form)
  return form
}

/** One school's answers, of which a return that was not submitted has only the first. */
const filled = (form: ReturnForm, answering: Answering, of: { id: string; by: string; at: Date; isWhole: boolean }) =>
  answersTo(questionsOf(form), answering)
    .slice(0, of.isWhole ? undefined : 6)
    .map(({ question, ...answer }, n) => ({
      ...{ ...answer, id: newId(of.at), returnId: of.id, questionId: question.id, byId: of.by, at: instant(addMinutes(of.at, n)) },
    }))

/** The first grade that the school gave itself was too good. */
const checkOne = async (act: Act, roundId: string, { id, returnId }: { id: string; returnId: string }): Promise<void> => {
  const answers = await readNow(act.db, selectAnswers(act.db, returnId))
  const graded = answers.filter(({ value }) => /^[1-4]$/.test(value)).slice(0, 3)
  await checkGrades(
    act,
    roundId,
    id,
    graded.map(({ entryId, value }, n) => ({
      entryId,
      grade: n === 0 ? '3' : value,
      note: n === 0 ? 'No record of the last check was found.' : '',
    })),
  )
}

/** Of what the school of the tour said, one thing is done and one is overdue. */
const planOwn = async (
  act: Act,
  officer: Actor,
  office: Actor,
  { id: returnId, schoolId }: { id: string; schoolId: string },
): Promise<void> => {
  const { planned, overdue, toBeDone, done } = demonstrationDates(act.now).lastAudit
  const add = async (what: string, owner: string, dueOn: Day): Promise<string> => {
    const id = newId(planned)
    await addAction(actOf(act, officer, planned), schoolId, { id, returnId, questionId: null, what, owner, dueOn })
    return id
  }
  await add('Train a second deputy DSL', 'The head', overdue)
  const actionId = await add('Put the record of checks into one file', 'The business manager', toBeDone)
  const said = { doneOn: londonDay(done), words: 'The office keeps it, and the head signs it each term.' }
  await markAction(actOf(act, office, done), { id: newId(done), within: returnId, actionId, ...said, schoolId })
}

/** Schools read what the council will do, and each that submitted is written to. */
const tellAll = async (act: Act, round: Round): Promise<void> => {
  const { schoolIds } = await readNow(act.db, selectFeedback(act.db, round.id))
  const id = newId(act.now)
  const words =
    'Run a briefing for deputies on early help and thresholds in the autumn term.\nSend every school a model record of concerns, which our officers will ask for on visits.'
  must(await prepareFeedback(act, { id, round, words, schoolIds }), 'feedback')
  await sendDraft({ ...act, now: addMinutes(act.now, 30) }, id)
}

type Held = { round: Round; returns: readonly { id: string; schoolId: string }[] }

/** One year's round, with what schools sent and the counts of both dates. */
const holdRound = async (
  act: Act,
  cast: Cast,
  form: ReturnForm,
  of: { year: string; back: number; better: number; chance: string },
): Promise<Held> => {
  const { officer } = cast
  const last = demonstrationDates(act.now).lastAudit
  const ago = (when: Date): Date => addMinutes(when, -of.back * 24 * 60)
  const by = (when: Date) => actOf(act, officer, ago(when))
  const [deadline, final] = [ago(last.deadline), ago(last.final)]
  const opening = by(last.opened)
  const id = newId(opening.now)
  await saveRound(opening, id, {
    round: {
      ...{ versionId: form.id, title: 'Safeguarding audit', year: of.year, readers: usualReaders },
      ...whoAnswers,
      ...{ deadlineAt: instant(deadline), finalAt: instant(final) },
    },
    audience: { sectors: [], kinds: [] },
  })
  const readRound = async (): Promise<Round> => {
    const round = await readNow(act.db, selectRound(act.db, id))
    if (!round) throw new Error('the round that was saved is not there')
    return round
  }
  await openRound(opening, await readRound())
  await markAllTold(act.db, id)
  const round = await readRound()
  const chance = chanceOf(of.chance)
  const returns = await readNow(act.db, selectReturnsOf(act.db, id))
  const own = cast.schools.find(({ name }) => name.startsWith('Lady Hawthorn'))?.id
  let paper = 0
  let number = 0
  for (let piece = 0; piece < returns.length; piece += 20) {
    const rows: Record<'ReturnEntry' | 'ReturnSignature' | 'ReturnSubmission', Record<string, unknown>[]> = {
      ...{ ReturnEntry: [], ReturnSignature: [], ReturnSubmission: [] },
    }
    for (const { id: returnId, schoolId } of returns.slice(piece, piece + 20)) {
      const contact = cast.contacts.get(schoolId)?.accountId
      if (!contact) {
        paper += 1
        if (paper > 3) continue
        const about = 'Came by post, kept with the schools’ papers'
        const facts = {
          id: newId(opening.now),
          returnId,
          schoolId,
          kind: 'paper' as const,
          about,
          receivedOn: addDays(last.onPaper, -of.back),
        }
        await addOtherAudit(by(last.entered), round, facts)
        continue
      }
      const share = schoolId === own ? 0 : chance.next()
      if (share > 0.93) continue
      const days = share < 0.72 ? chance.between(114, 135) : share < 0.84 ? chance.between(104, 112) : undefined
      const submittedAt = days === undefined ? undefined : addMinutes(ago(last.submitted(days)), chance.between(0, 400))
      const school = cast.schools.find((one) => one.id === schoolId)
      const at = addMinutes(submittedAt ?? deadline, -100)
      const answering = { on: londonDay(at), chance, better: of.better, names: school ? namesOf(school) : {} }
      const entries = filled(form, answering, { id: returnId, by: contact, at, isWhole: submittedAt !== undefined })
      rows.ReturnEntry.push(...entries)
      if (!submittedAt) continue
      const when = instant(submittedAt)
      number += 1
      rows.ReturnSignature.push({
        ...{ id: newId(submittedAt), returnId, turn: 0, signedAs: 'head', alsoLead: chance.happens(0.8) ? 1 : 0, byId: contact, at: when },
        entries: entries.length,
      })
      rows.ReturnSubmission.push({
        ...{
          id: newId(submittedAt),
          returnId,
          turn: 0,
          number: `${of.back > 0 ? 'SB' : 'SA'}-${String(number).padStart(4, '0')}`,
          came: cameAt(when, round),
          byId: contact,
          at: when,
        },
      })
    }
    await insertDone(act.db, rows)
  }
  await followProgress(actOf(act, act.actor, addMinutes(deadline, 1)))
  await followProgress(actOf(act, act.actor, addMinutes(final, 1)))
  return { round, returns }
}

/**
 * Before the register of this year is imported, so that no school was asked which opened later.
 * @returns how many schools were asked
 */
export const settleLastAudit = async (act: Act, cast: Cast): Promise<number> => {
  const { officer } = cast
  const form = await settleForm(act, officer)
  const dates = demonstrationDates(act.now).lastAudit
  const by = (when: Date) => actOf(act, officer, when)
  const earlier = await holdRound(act, cast, form, { year: dates.yearBefore, back: 364, better: 1.4, chance: 'earlier return' })
  await closeRound(by(addMinutes(dates.closed, -364 * 24 * 60)), earlier.round)
  const { round, returns } = await holdRound(act, cast, form, { year: dates.year, back: 0, better: 2, chance: 'annual return' })
  const { id } = round
  const own = cast.schools.find(({ name }) => name.startsWith('Lady Hawthorn'))?.id
  await drawSample(by(dates.drawn), id, 6)
  const drawn = await readNow(act.db, selectModerated(act.db, id))
  for (const [n, one] of drawn.slice(0, 4).entries()) {
    await visitSchool(by(dates.visited(n)), id, one.id, {
      visitedOn: londonDay(dates.visited(n)),
      note: 'Spoke with the head and the lead, and saw the records.',
    })
    await checkOne(by(dates.checked(n)), id, one)
    await addAction(by(dates.checked(n)), one.schoolId, {
      ...{
        id: newId(dates.checked(n)),
        returnId: one.returnId,
        questionId: null,
        what: 'Have a governor check the central record each term',
      },
      ...{ owner: 'The governor for safeguarding', dueOn: n < 2 ? dates.overdue : dates.ahead },
    })
  }
  const ownReturn = returns.find(({ schoolId }) => schoolId === own)
  if (own && ownReturn) await planOwn(act, officer, cast.contacts.get(own) ?? officer, { id: ownReturn.id, schoolId: own })
  await closeRound(by(dates.closed), round)
  for (const [n, one] of [earlier.round.id, id].entries()) {
    const closed = await readNow(act.db, selectRound(act.db, one))
    if (closed) await freezeResults(by(addMinutes(dates.closed, 60 * (n + 1))), closed)
  }
  await tellAll(by(dates.told), round)
  return returns.length
}
