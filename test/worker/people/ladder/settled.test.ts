// A chase ends by itself once its matter is settled, whoever settled it; and it does not without the trigger that says so.

import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { newId } from '#base/id.ts'
import { insertContacts } from '#people/ladder/contact-store.ts'
import { anAccount, anAct, anEvent, aSchool, db, exec, rows, run, tick } from '#test/support/factories.ts'
import { add, insert } from '#test/support/rows.ts'
import { aDelegate, triedWith } from '#test/support/school-facts.ts'
import { aChase, endingOf } from './world.ts'

/** What happens with a trigger and without it, each with a chase of its own. */
const withAndWithout = async (trigger: string, doing: () => Promise<string>) => {
  const ended = await endingOf(await doing())
  const [kept] = await rows<{ sql: string }>('SELECT sql FROM sqlite_schema WHERE name = ?1', trigger)
  await run(`DROP TRIGGER ${trigger}`)
  const without = await endingOf(await doing())
  await exec((kept?.sql ?? '').replaceAll(/\s+/g, ' '))
  return { ended, without }
}
const open = { endedAt: null, endedWhy: null }

// “A chase is over when the matter is settled, whoever settled it.”
it('is over when the requirement is met by our record', async () => {
  const { accountId } = await anAccount({ roles: ['officer'] })
  const doing = async () => {
    const school = await aSchool()
    const chase = await aChase(school.id, accountId, 'requirement', 'lead')
    const found = (state: string) =>
      db.batch([
        db.prepare('DELETE FROM SchoolStanding WHERE rootId = ?1').bind(school.id),
        db.prepare('DELETE FROM SchoolFollowed WHERE rootId = ?1').bind(school.id),
        insert('SchoolStanding', { rootId: school.id, requirementId: 'lead', state, shown: state }),
        insert('SchoolFollowed', { rootId: school.id, followedAt: '2026-03-09T09:00:00.000Z' }),
      ])
    await found('no_record')
    expect(await endingOf(chase)).toEqual(open)
    await found('in_date')
    return chase
  }
  expect(await withAndWithout('SchoolFollowed_settles_chases', doing)).toEqual({
    ended: { endedAt: '2026-03-09T09:00:00.000Z', endedWhy: 'settled' },
    without: open,
  })
})

it('is over when somebody confirms the roles', async () => {
  const { accountId } = await anAccount({ roles: ['officer'] })
  const doing = async () => {
    const school = await aSchool()
    const chase = await aChase(school.id, accountId, 'roles_not_confirmed')
    await add('RolesConfirmation', {
      schoolId: school.id,
      asAt: '2026-03-09',
      confirmedAt: '2026-03-09T09:00:00.000Z',
      confirmedById: accountId,
      capacity: 'head',
    })
    return chase
  }
  expect(await withAndWithout('RolesConfirmation_settles_chases', doing)).toEqual({
    ended: { endedAt: '2026-03-09T09:00:00.000Z', endedWhy: 'settled' },
    without: open,
  })
})

it('is over when somebody of the school is marked as attending', async () => {
  const { accountId } = await anAccount({ roles: ['officer'] })
  const event = await anEvent({ startsAt: '2026-02-27T08:30:00.000Z', endsAt: '2026-02-27T15:00:00.000Z' })
  const doing = async () => {
    const school = await aSchool()
    const chase = await aChase(school.id, accountId, 'never_reached')
    await aDelegate(event, school.id, { markType: 'absent' })
    expect(await endingOf(chase)).toEqual(open)
    await aDelegate(event, school.id, { markType: 'attended' })
    return chase
  }
  const { ended, without } = await withAndWithout('SchoolReached_settles_chases', doing)
  expect([ended?.['endedWhy'], without]).toEqual(['settled', open])
})

it('is over when the last place without a name has one', async () => {
  const { accountId } = await anAccount({ roles: ['officer'] })
  const event = await anEvent()
  const doing = async () => {
    const school = await aSchool()
    const chase = await aChase(school.id, accountId, 'names_missing', event.id)
    const places = [await aDelegate(event, school.id), await aDelegate(event, school.id)]
    for (const { placeId } of places)
      await run(`UPDATE Place SET personId = NULL, namedAt = '2026-03-08T09:00:00.000Z' WHERE id = ?1`, placeId)
    const name = (n: number) =>
      run(`UPDATE Place SET personId = ?2, namedAt = '2026-03-09T09:00:00.000Z' WHERE id = ?1`, places[n]?.placeId, places[n]?.personId)
    await name(0)
    expect(await endingOf(chase)).toEqual(open)
    await name(1)
    return chase
  }
  expect(await withAndWithout('Place_settles_chases', doing)).toEqual({
    ended: { endedAt: '2026-03-09T09:00:00.000Z', endedWhy: 'settled' },
    without: open,
  })
})

// “A school that got a message was written to, never reached; only the first message of a sending to it is a step.”
it('the first message of a sending to a school is a step: written to, the lead where the address is theirs', async () => {
  const { accountId } = await anAccount({ roles: ['officer'], email: 'officer@muster.example', name: 'Olive Officer' })
  const [led, bare] = [await aSchool(), await aSchool()]
  const chases = [await aChase(led.id, accountId, 'never_reached'), await aChase(bare.id, accountId, 'never_reached')]
  await add('SchoolContact', {
    id: 'c1',
    schoolId: led.id,
    name: 'Lena',
    email: 'lead@led.example',
    roleId: 'dsl',
    source: 'council',
    learnedAt: '2026-03-02T09:00:00.000Z',
  })
  await add('Sending', { id: 's1', subject: 'Hello', createdAt: '2026-03-02T09:00:00.000Z', createdById: accountId })
  for (const [n, chaseId] of chases.entries()) await add('ChaseSending', { sendingId: 's1', chaseId, contactId: `contact ${n}` })
  const to = [
    [1, 'lead@led.example', led.id],
    [2, 'office@led.example', led.id],
    [3, 'office@bare.example', bare.id],
  ] as const
  for (const [n, email, schoolId] of to) {
    await add('SendingRecipient', { sendingId: 's1', number: n, email, schoolId })
    await add('Message', {
      id: `m${n}`,
      kind: 'mailing',
      state: 'queued',
      recipient: email,
      createdAt: `2026-03-03T09:00:0${n}.000Z`,
      dueAt: `2026-03-03T09:00:0${n}.000Z`,
      sendingId: 's1',
    })
    await run(`UPDATE SendingRecipient SET state = 'queued', messageId = ?2 WHERE sendingId = 's1' AND number = ?1`, n, `m${n}`)
  }
  const step = { matter: 'never_reached', means: 'message', result: 'written_to', byId: accountId }
  expect(await triedWith(led.id)).toEqual([{ ...step, rung: 'lead', happenedAt: '2026-03-03T09:00:01.000Z' }])
  expect(await triedWith(bare.id)).toEqual([{ ...step, rung: 'office', happenedAt: '2026-03-03T09:00:03.000Z' }])
})

// “The service itself writes to nobody above the head.”
it('the weekly note of the service is a contact of the office without a chase; above the head it is refused', async () => {
  const school = await aSchool()
  const act = anAct({ actor: nobody })
  const note = { id: newId(tick()), schoolId: school.id, matter: 'due', means: 'message', result: 'written_to', form: 'week 1' } as const
  await insertContacts(act, [{ ...note, rung: 'office', happenedAt: '2026-03-06T06:00:00.000Z' }]).run()
  expect(await triedWith(school.id)).toEqual([
    { matter: 'due', rung: 'office', means: 'message', result: 'written_to', happenedAt: '2026-03-06T06:00:00.000Z', byId: null },
  ])
  const above = { ...note, id: newId(tick()), form: 'week 2', rung: 'chair', happenedAt: '2026-03-06T06:00:00.000Z' } as const
  await expect(insertContacts(act, [above]).run()).rejects.toThrow('step_is_an_officers')
})
