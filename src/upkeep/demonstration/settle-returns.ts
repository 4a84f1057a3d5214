// The annual return of last school year, closed and checked, and the draft of the next form.
import type { Act, Actor } from '#base/act.ts'
import { addDays, addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { choicesOf, isDate, questionsOf, type ReturnForm } from '#returns/forms/return-form.ts'
import { beginForm, changeForm, copyForm, publishForm } from '#returns/forms/save-form.ts'
import { replacePowers, selectForm, updateHead } from '#returns/forms/store.ts'
import { selectAnswers, selectModerated } from '#returns/progress/answer-store.ts'
import { addOtherAudit } from '#returns/progress/change-return.ts'
import { checkGrades, drawSample, visitSchool } from '#returns/progress/check-returns.ts'
import { followProgress } from '#returns/progress/follow-progress.ts'
import { addAction, markAction } from '#returns/progress/mark-action.ts'
import { usualReaders } from '#returns/rounds/forms.ts'
import { cameAt, type Round } from '#returns/rounds/round.ts'
import { closeRound, openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import type { Cast } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import { insertDone, markAllTold, selectReturnsOf } from './return-store.ts'
import { settleEntries, whoAnswers } from './settle-entries.ts'
import { actOf, at, schoolDay } from './time.ts'

const settleForm = async (act: Act, officer: Actor): Promise<ReturnForm> => {
  const writing = actOf(act, officer, at(schoolDay(act.now, -290), '10:00'))
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
  }))
  await changeForm(writing, draft, [updateHead(act.db, id, { ...draft, note, leadSigns: 1 }), ...replacePowers(act.db, id, powers)])
  const form = await read()
  await publishForm(writing, form)
  await copyForm(actOf(act, officer, at(schoolDay(act.now, -20), '10:00')), form)
  return form
}

const evidence = [
  'Minutes of the governing body, in the office',
  'The central record, kept by the business manager',
  'The policy on the school’s site',
]

/** One school's answers. */
const filled = (form: ReturnForm, round: Round, chance: Chance, of: { id: string; by: string; submittedAt: Date | undefined }) => {
  const typing = addMinutes(of.submittedAt ?? new Date(round.deadlineAt), -200)
  const asked = questionsOf(form).filter(({ ifQuestionId }) => ifQuestionId === null)
  return asked.slice(0, of.submittedAt ? asked.length : 6).map((question, n) => {
    const choices = Object.keys(choicesOf(question.kind))
    const value =
      choices[Math.floor(chance.next() ** 2 * choices.length)] ??
      (isDate(question.kind)
        ? addDays(londonDay(round.deadlineAt), -chance.between(20, 500))
        : question.kind === 'number'
          ? String(chance.between(0, 9))
          : 'On the school’s site, and in the office')
    return {
      ...{ id: newId(typing), returnId: of.id, questionId: question.id, value, byId: of.by, at: instant(addMinutes(typing, n)) },
      evidence: question.asksEvidence ? chance.pick(evidence) : '',
      action: question.asksAction && value > '2' ? 'The lead puts it right before the end of term' : '',
    }
  })
}

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
  const planned = [
    { what: 'Train a second deputy for the lead', owner: 'The head', due: -25, done: undefined },
    { what: 'Put the record of checks into one file', owner: 'The business manager', due: -90, done: -95 },
  ]
  for (const [n, { what, owner, due, done }] of planned.entries()) {
    const on = (days: number) => addMinutes(at(schoolDay(act.now, days), '11:00'), n)
    const id = newId(on(-168))
    await addAction(actOf(act, officer, on(-168)), schoolId, {
      id,
      returnId,
      questionId: null,
      what,
      owner,
      dueOn: schoolDay(act.now, due),
    })
    if (done === undefined) continue
    const said = { doneOn: schoolDay(act.now, done), words: 'The office keeps it, and the head signs it each term.' }
    await markAction(actOf(act, office, on(done)), { id: newId(on(done)), within: returnId, actionId: id, ...said, schoolId })
  }
}

/** @returns how many schools were asked */
export const settleReturns = async (act: Act, cast: Cast, officer: Actor): Promise<number> => {
  const form = await settleForm(act, officer)
  const on = (days: number, time = '10:00') => at(schoolDay(act.now, days), time)
  const by = (days: number, time?: string) => actOf(act, officer, on(days, time))
  const opening = by(-260)
  const id = newId(opening.now)
  const [year] = londonDay(on(-230)).split('-')
  await saveRound(opening, id, {
    round: {
      ...{ versionId: form.id, title: 'Safeguarding audit', year: `${Number(year) - 1}/${(year ?? '').slice(2)}`, readers: usualReaders },
      ...whoAnswers,
      ...{ deadlineAt: instant(on(-215, '17:00')), finalAt: instant(on(-195, '17:00')) },
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
  const chance = chanceOf('annual return')
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
        const facts = { id: newId(opening.now), returnId, schoolId, kind: 'paper' as const, about, receivedOn: londonDay(on(-218)) }
        await addOtherAudit(by(-217), round, facts)
        continue
      }
      const share = schoolId === own ? 0 : chance.next()
      if (share > 0.93) continue
      const days = share < 0.72 ? chance.between(-258, -216) : share < 0.84 ? chance.between(-213, -197) : undefined
      const submittedAt = days === undefined ? undefined : addMinutes(on(days, '09:00'), chance.between(0, 400))
      rows.ReturnEntry.push(...filled(form, round, chance, { id: returnId, by: contact, submittedAt }))
      if (!submittedAt) continue
      const when = instant(submittedAt)
      number += 1
      rows.ReturnSignature.push({
        ...{ id: newId(submittedAt), returnId, turn: 0, signedAs: 'head', alsoLead: chance.happens(0.8) ? 1 : 0, byId: contact, at: when },
      })
      rows.ReturnSubmission.push({
        ...{
          id: newId(submittedAt),
          returnId,
          turn: 0,
          number: `SA-${String(number).padStart(4, '0')}`,
          came: cameAt(when, round),
          byId: contact,
          at: when,
        },
      })
    }
    await insertDone(act.db, rows)
  }
  await followProgress(actOf(act, act.actor, addMinutes(on(-215, '17:00'), 1)))
  await followProgress(actOf(act, act.actor, addMinutes(on(-195, '17:00'), 1)))
  await drawSample(by(-185), id, { size: 6, seed: 'spring' })
  const drawn = await readNow(act.db, selectModerated(act.db, id))
  for (const [n, one] of drawn.slice(0, 4).entries()) {
    await visitSchool(by(-170 + n), id, one.id, {
      visitedOn: schoolDay(act.now, -170 + n),
      note: 'Spoke with the head and the lead, and saw the records.',
    })
    await checkOne(by(-168 + n), id, one)
    await addAction(by(-168 + n), one.schoolId, {
      ...{ id: newId(on(-168 + n)), returnId: one.returnId, questionId: null, what: 'Have a governor check the central record each term' },
      ...{ owner: 'The governor for safeguarding', dueOn: schoolDay(act.now, n < 2 ? -60 : 30) },
    })
  }
  const ownReturn = returns.find(({ schoolId }) => schoolId === own)
  if (own && ownReturn) await planOwn(act, officer, cast.contacts.get(own) ?? officer, { id: ownReturn.id, schoolId: own })
  await closeRound(by(-160), await readRound())
  await settleEntries(act, cast, officer, form.id)
  return returns.length
}
