// Two officers, or two clocks, at once: each thing happens once, and with its guard off it happens
// twice.

import { expect, it } from 'vitest'
import { type Act, nobody } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { settleDispute, visitSchool } from '#returns/progress/check-returns.ts'
import { followRounds } from '#returns/rounds/follow-rounds.ts'
import { closeRound, openRound } from '#returns/rounds/save-round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import { anAct, aSchool, db, existing, rows, tick, withoutGuards } from '#test/support/factories.ts'
import { add, all } from '#test/support/rows.ts'
import { reportsByOne } from '#test/worker/attendance/coverage/world.ts'
import { anOpenRound, aRound, officer, returnOf, send, submit, type } from '../world.ts'

await reportsByOne()

const byOfficer = (on = db, now?: string): Act =>
  anAct({ db: on, actor: { ...nobody, ...officer, roles: ['officer'] }, ...(now ? { now: new Date(now) } : {}) })
const twice = <T>(does: () => Promise<T>): Promise<T[]> => Promise.all([does(), does()])
const logged = async (act: string, subject: string): Promise<number> =>
  (await rows('SELECT id FROM Log WHERE act = ?1 AND subjectId = ?2', act, subject)).length
const roundOf = async (id: string) => {
  const found = await readNow(db, selectRound(db, id)).then(existing)
  return found
}
const aSubmitted = async () => {
  const school = await aSchool({ sector: 'academy' })
  const round = await anOpenRound({ sectors: ['academy'] })
  const id = await returnOf(round, school)
  const entry = await type(id)
  await submit(id)
  return { school, round, id, entry }
}

it('a round opens once and closes once', async () => {
  await aSchool()
  const late = '2099-03-02T09:00:00.000Z'
  const openAndClose = async (on: SqlDatabase) => {
    const id = await aRound()
    const prepared = await roundOf(id)
    const opened = await twice(() => openRound(byOfficer(on), prepared))
    const open = await roundOf(id)
    const closed = await twice(() => closeRound(byOfficer(on, late), open))
    return {
      opened: [opened.filter(({ ok }) => ok).length, await logged('return_round.opened', id)],
      closed: [closed.filter(({ ok }) => ok).length, await logged('return_round.closed', id)],
    }
  }
  expect(await openAndClose(db)).toEqual({ opened: [1, 1], closed: [1, 1] })
  // Control: without the guards, and the trigger that keeps who opened it.
  const [{ sql } = { sql: '' }] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'ReturnRound_opened_stands'`)
  await rows('DROP TRIGGER ReturnRound_opened_stands')
  expect(await openAndClose(withoutGuards)).toEqual({ opened: [2, 2], closed: [2, 2] })
  await rows(sql)
})

it('two clocks tell a school once', async () => {
  const school = await aSchool()
  await add('SchoolContact', { schoolId: school.id, email: 'office@once.example' })
  const mails = async () =>
    (await rows(`SELECT m.id FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE b.toAddress = 'office@once.example'`)).length
  const clocks = async (on: SqlDatabase) => {
    const before = await mails()
    await anOpenRound()
    await twice(async () => {
      while (await followRounds(anAct({ db: on, now: new Date('2099-01-02T06:00:00.000Z'), origin: 'schedule' })));
    })
    return (await mails()) - before
  }
  expect(await clocks(db)).toBe(1)
  expect(await clocks(withoutGuards)).toBe(2)
})

it('a return is reopened once, and what has come is not entered on paper too', async () => {
  const reopened = async () => {
    const { round, id } = await aSubmitted()
    const answers = await twice(() => send(`/organiser/returns/${round}/schools/${id}/reopenings`, { reason: 'A grade was wrong' }))
    return [answers.map(({ status }) => status).toSorted(), (await rows('SELECT turn FROM ReturnReopening WHERE returnId = ?1', id)).length]
  }
  expect(await reopened()).toEqual([[303, 409], 1])
  await rows('DROP TRIGGER ReturnReopening_of_submitted')
  expect(await reopened()).toEqual([[303, 303], 2])
  const onPaper = async () => {
    const school = await aSchool({ sector: 'academy' })
    const round = await anOpenRound({ sectors: ['academy'] })
    const id = await returnOf(round, school)
    await submit(id)
    const entered = await send(`/organiser/returns/${round}/schools/${id}/other-audit`, {
      kind: 'paper',
      about: 'A letter',
      receivedOn: '2026-01-02',
    })
    return [entered.status, (await rows('SELECT id FROM ReturnOtherAudit WHERE returnId = ?1', id)).length]
  }
  expect(await onPaper()).toEqual([409, 0])
  await rows('DROP TRIGGER ReturnOtherAudit_instead')
  expect(await onPaper()).toEqual([303, 1])
})

it('a dispute is settled once, and a visit noted once', async () => {
  const settled = async () => {
    const { round, id, entry } = await aSubmitted()
    const dispute = newId(tick())
    const [{ questionId } = { questionId: '' }] = await all('ReturnEntry', { id: entry })
    const at = '2026-01-01T09:00:00.000Z'
    await add('ReturnShown', {
      ...{ id: dispute, returnId: id, questionId, shown: 'Ann Lee', heldOn: '2026-01-01', shownAt: at },
      ...{ answer: 'disputed', answeredAt: at, words: 'She left in May', ownerId: officer.accountId, dueOn: '2026-01-08' },
    })
    const answers = await twice(() => settleDispute(byOfficer(), round, dispute, 'Put right'))
    return [answers.filter(({ ok }) => ok).length, await logged('return.dispute_settled', round)]
  }
  expect(await settled()).toEqual([1, 1])
  await rows('DROP TRIGGER ReturnShown_settled_once')
  expect(await settled()).toEqual([2, 2])
  const visited = async () => {
    const { round } = await aSubmitted()
    await send(`/organiser/returns/${round}/moderation`, { size: '1' })
    const [drawn] = await rows<{ id: string }>(
      'SELECT m.id FROM ReturnModeration m JOIN ReturnSample p ON p.id = m.sampleId WHERE p.roundId = ?1',
      round,
    )
    const answers = await twice(() =>
      visitSchool(byOfficer(), round, drawn?.id ?? '', { visitedOn: '2026-01-05', note: 'Spoke with the lead' }),
    )
    return [answers.filter(({ ok }) => ok).length, await logged('return.visited', round)]
  }
  expect(await visited()).toEqual([1, 1])
  await rows('DROP TRIGGER ReturnModeration_visited_once')
  expect(await visited()).toEqual([2, 2])
})
