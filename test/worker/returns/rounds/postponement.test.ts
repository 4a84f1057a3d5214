// An officer puts off the dates of an open round: schools that have not submitted are told, and
// what is late goes by the dates that stand.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectDue } from '#front/due/store.ts'
import { anAccount, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { anOpenRound, count, deadlineAt, finalAt, follow, officer, page, returnOf, send, submit } from '../world.ts'

const from = `${deadlineAt} ${finalAt}`
const later = { deadlineOn: '2099-02-20', deadlineTime: '17:00', finalOn: '2099-03-10', reason: 'Snow closed schools for a week', from }
const datesOf = async (round: string) => (await rows('SELECT deadlineAt, finalAt FROM ReturnRound WHERE id = ?1', round))[0]
const putOff = async (round: string) =>
  rows<{ reason: string }>(
    'SELECT fromDeadlineAt, toDeadlineAt, fromFinalAt, toFinalAt, reason FROM ReturnPostponement WHERE roundId = ?1',
    round,
  )
const asked = { deadlineAt, finalAt }
const moved = { deadlineAt: '2099-02-20T17:00:00.000Z', finalAt: '2099-03-10T17:00:00.000Z' }

const aSchoolWithMail = async (email: string) => {
  const school = await aSchool()
  await add('SchoolContact', { schoolId: school.id, email })
  return school
}
const mailsTo = (email: string) =>
  rows<{ kind: string; subject: string; text: string }>(
    'SELECT m.kind, b.subject, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE b.toAddress = ?1 ORDER BY m.rowid',
    email,
  )

// “An officer can put off the dates of an open round, with a reason; who did it, from when and to
// when stays on its page.”
// “Schools that have not submitted are told of it by message.”
it('puts off the dates, and tells the schools that have not submitted', async () => {
  const [waiting, done] = [await aSchoolWithMail('office@waiting.example'), await aSchoolWithMail('office@done.example')]
  const round = await anOpenRound()
  await submit(await returnOf(round, done), '2099-01-20T10:00:00.000Z')
  while ((await follow('2099-01-21T09:00:00.000Z')) > 0);
  const form = await page(`/organiser/returns/${round}/dates`)
  expect([form.includes(`value="${from}"`), form.includes('value="2099-02-03"'), form.includes('told by message')]).toEqual([
    true,
    true,
    true,
  ])
  const wordless = await send(`/organiser/returns/${round}/dates`, { ...later, reason: '' })
  const said = await wordless.text()
  expect([wordless.status, said.includes('Say why: schools read it'), said.includes('value="2099-02-20"')]).toEqual([422, true, true])
  const id = newId(tick())
  const [first, second] = await Promise.all([1, 2].map(() => send(`/organiser/returns/${round}/dates`, { ...later, id })))
  expect([first?.status, second?.status, await datesOf(round)]).toEqual([303, 303, moved])
  expect(await putOff(round)).toEqual([
    {
      ...{ fromDeadlineAt: deadlineAt, toDeadlineAt: moved.deadlineAt, fromFinalAt: finalAt, toFinalAt: moved.finalAt },
      reason: 'Snow closed schools for a week',
    },
  ])
  expect(plain(await page(`/organiser/returns/${round}`), '')).toContain(
    'by Odile Officer: the deadline from Tuesday 3 February 2099, 5pm to Friday 20 February 2099, 5pm; the final date from Saturday 28 February 2099, 5pm to Tuesday 10 March 2099, 5pm. Snow closed schools for a week',
  )
  while ((await follow('2099-01-22T09:00:00.000Z')) > 0);
  expect(await follow('2099-01-22T09:01:00.000Z')).toBe(0)
  expect((await mailsTo('office@done.example')).map(({ kind }) => kind)).toEqual(['return_opened'])
  const [, mail, ...more] = await mailsTo('office@waiting.example')
  expect([mail?.kind, mail?.subject, more]).toEqual([
    'return_put_off',
    'Safeguarding audit: the deadline is now Friday 20 February 2099, 5pm',
    [],
  ])
  expect(mail?.text).toContain('The reason: Snow closed schools for a week')
  expect(mail?.text).toContain(`/school/${waiting.id}/returns/${await returnOf(round, waiting)}`)
  const [due] = (
    await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [waiting.id], now: new Date('2099-02-10T10:00:00.000Z') }))
  ).filter(({ press }) =>
    press.href.endsWith(`/returns/${new URL(mail?.text.match(/https?:\S+\/returns\/\S+/)?.[0] ?? 'https://x').pathname.split('/').at(-1)}`),
  )
  expect([due?.by, due?.why]).toEqual(['2099-02-20', 'Nobody has begun. The head submits it by Friday 20 February 2099, 5pm.'])
})

// “What is late, counted and due goes by the dates that stand; a count that was kept stays as it
// was and says of which day it is.”
it('goes by the dates that stand, and keeps a count as it was', async () => {
  const school = await aSchool()
  const round = await anOpenRound()
  await submit(await returnOf(round, school), '2099-02-10T10:00:00.000Z')
  while (await count('2099-02-11T09:00:00.000Z'));
  const kept = () => rows('SELECT moment, asAt, submitted FROM ReturnCount WHERE roundId = ?1 ORDER BY moment', round)
  expect(await kept()).toEqual([{ moment: 'deadline', asAt: deadlineAt, submitted: 0 }])
  expect(await page(`/organiser/returns/${round}/schools/${await returnOf(round, school)}`)).toContain('Late, by the final date')
  await send(`/organiser/returns/${round}/dates`, later)
  expect(await page(`/organiser/returns/${round}/schools/${await returnOf(round, school)}`)).toContain('By the deadline')
  expect(await page(`/organiser/returns/${round}`)).toContain('by 3 February 2099, before the deadline was put off')
  while (await count('2099-03-01T09:00:00.000Z'));
  expect(await kept()).toEqual([{ moment: 'deadline', asAt: deadlineAt, submitted: 0 }])
  while (await count('2099-03-11T09:00:00.000Z'));
  expect((await kept()).map((one) => [one['moment'], one['asAt']])).toEqual([
    ['deadline', deadlineAt],
    ['final', moved.finalAt],
  ])
})

// “An officer gives one school longer, with a reason; what is due, late and chased of it goes by
// its own dates.”
// “A round is closed once the final date of every school has passed.”
it('gives one school longer, and every clock of it follows', async () => {
  const [one, other] = [await aSchoolWithMail('office@flooded.example'), await aSchoolWithMail('office@dry.example')]
  const round = await anOpenRound()
  const [id, otherId] = [await returnOf(round, one), await returnOf(round, other)]
  while ((await follow('2099-01-21T09:00:00.000Z')) > 0);
  await send(`/organiser/returns/${round}/chases`)
  const chased = async () =>
    (await rows<{ schoolId: string }>(`SELECT schoolId FROM Chase WHERE subjectId = ?1 AND endedAt IS NULL`, round))
      .map(({ schoolId }) => schoolId)
      .filter((schoolId) => schoolId === one.id || schoolId === other.id)
  expect((await chased()).toSorted()).toEqual([one.id, other.id].toSorted())
  const at = `/organiser/returns/${round}/schools/${id}/dates`
  expect(await page(at)).toContain(`Give ${one.name} longer`)
  const longer = { ...later, reason: 'The school was flooded' }
  const answers = await Promise.all([send(at, longer), send(at, longer)])
  expect([answers.map(({ status }) => status).toSorted(), await datesOf(round), await chased()]).toEqual([[303, 409], asked, [other.id]])
  await send(`/organiser/returns/${round}/chases`)
  expect(await chased()).toEqual([other.id])
  const own = () => rows('SELECT deadlineAt, finalAt FROM SchoolReturn WHERE id = ?1', id)
  expect(await own()).toEqual([moved])
  while ((await follow('2099-01-22T09:00:00.000Z')) > 0);
  const putOffMails = async (email: string) =>
    (await mailsTo(email)).flatMap(({ kind, subject }) => (kind === 'return_put_off' ? [subject] : []))
  expect([await putOffMails('office@flooded.example'), await putOffMails('office@dry.example')]).toEqual([
    ['Safeguarding audit: the deadline is now Friday 20 February 2099, 5pm'],
    [],
  ])
  const due = async (school: { id: string }) =>
    (await readNow(db, selectDue(db, { laCodes: ['884'], rootIds: [school.id], now: new Date('2099-02-10T10:00:00.000Z') })))
      .filter(({ press }) => [id, otherId].some((one) => press.href.endsWith(one)))
      .map(({ by }) => by)
  expect([await due(one), await due(other)]).toEqual([['2099-02-20'], ['2099-02-27']])
  const list = await page(`/organiser/returns/${round}?show=missing`)
  expect(list).toContain('Has until Friday 20 February 2099, 5pm')
  // The next ones stand: a shorter time, of which none is the round's.
  const shorter = { ...longer, from: `${moved.deadlineAt} ${moved.finalAt}`, deadlineOn: '2099-02-16', reason: 'It is dry again' }
  expect((await send(at, { ...shorter, deadlineOn: '2099-02-02' })).status).toBe(409)
  expect((await send(at, shorter)).status).toBe(303)
  expect(await own()).toEqual([{ ...moved, deadlineAt: '2099-02-16T17:00:00.000Z' }])
  await expect(rows(`UPDATE SchoolReturn SET deadlineAt = ?2, finalAt = ?2 WHERE id = ?1`, otherId, finalAt)).rejects.toThrow(
    'school_return_stands',
  )
  const { cookie } = await anAccount({ schoolIds: [one.id] })
  const front = plain(await page(`/school/${one.id}/returns/${id}`, cookie), '')
  for (const said of ['Monday 16 February 2099, 5pm', 'For this school alone: put off', 'It is dry again']) expect(front).toContain(said)
  await submit(otherId, '2099-02-14T10:00:00.000Z')
  await rows('DROP TRIGGER ReturnSubmission_by_head')
  await expect(
    add('ReturnSubmission', {
      id: 'x',
      returnId: id,
      number: 'x',
      came: 'by_final',
      byId: officer.accountId,
      at: '2099-02-14T10:00:00.000Z',
    }),
  ).rejects.toThrow('submission_marked_otherwise')
  await add('ReturnSubmission', {
    id: 'x',
    returnId: id,
    number: 'x',
    came: 'by_deadline',
    byId: officer.accountId,
    at: '2099-02-14T10:00:00.000Z',
  })
  const came = async (returnId: string) => (await page(`/organiser/returns/${round}/schools/${returnId}`)).includes('By the deadline')
  expect([await came(id), await came(otherId)]).toEqual([true, false])
  const late = await send(at, { ...shorter, from: `2099-02-16T17:00:00.000Z ${moved.finalAt}`, deadlineOn: '2099-02-25' })
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('The school has answered meanwhile')])
  await expect(rows('UPDATE ReturnRound SET closedAt = ?2 WHERE id = ?1', round, '2099-03-01T00:00:00.000Z')).rejects.toThrow(
    'school_has_longer',
  )
})

// “Dates are put off to later ones that are still to come, never to before now and never once the
// round is closed.”
it('puts nothing off to before, and nothing of a closed round', async () => {
  await aSchool()
  const round = await anOpenRound()
  for (const wrong of [{}, { deadlineOn: '2099-02-01' }, { deadlineOn: '2099-02-20', finalOn: '2099-02-27' }]) {
    const refused = await send(`/organiser/returns/${round}/dates`, { ...later, deadlineOn: '2099-02-03', finalOn: '2099-02-28', ...wrong })
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('Choose a date that is later than the one before'),
    ])
  }
  const past = { deadlineAt: '2024-02-03T17:00:00.000Z', finalAt: '2024-02-28T17:00:00.000Z' }
  await rows('DROP TRIGGER ReturnRound_dates_stand')
  await rows('UPDATE ReturnRound SET deadlineAt = ?2, finalAt = ?3 WHERE id = ?1', round, past.deadlineAt, past.finalAt)
  const before = await send(`/organiser/returns/${round}/dates`, {
    ...{ ...later, from: `${past.deadlineAt} ${past.finalAt}`, deadlineOn: '2024-02-10', finalOn: '2024-03-10' },
  })
  expect([before.status, await datesOf(round)]).toEqual([409, past])
  await rows('UPDATE ReturnRound SET closedAt = ?2 WHERE id = ?1', round, '2099-03-01T00:00:00.000Z')
  const closed = await send(`/organiser/returns/${round}/dates`, { ...later, from: `${past.deadlineAt} ${past.finalAt}` })
  expect([closed.status, await closed.text()]).toEqual([409, expect.stringContaining('The audit is closed, so its dates stay as they are')])
  expect([(await request(`/organiser/returns/${round}/dates`, { cookie: officer.cookie })).status, await putOff(round)]).toEqual([404, []])
})

it('of two officers who put off the same dates one has seen what stands', async () => {
  await aSchool()
  const both = (round: string) =>
    Promise.all(['2099-02-20', '2099-02-21'].map((deadlineOn) => send(`/organiser/returns/${round}/dates`, { ...later, deadlineOn })))
  const round = await anOpenRound()
  const answers = await both(round)
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409])
  expect(await answers.find(({ status }) => status === 409)?.text()).toContain('The dates have changed since you opened this page')
  expect(await putOff(round)).toHaveLength(1)
  // Control: without the trigger the second moves dates that nobody had seen.
  await rows('DROP TRIGGER ReturnPostponement_of_what_stands')
  const unguarded = await anOpenRound()
  expect((await both(unguarded)).map(({ status }) => status)).toEqual([303, 303])
  expect(await putOff(unguarded)).toHaveLength(2)
  expect(await datesOf(unguarded)).not.toEqual(asked)
})
