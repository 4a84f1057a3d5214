// Everybody of a school who came, from a list.
import { expect, it } from 'vitest'
import { addPeople } from '#attendance/attendance/add-walk-in.ts'
import { aBrowser, look } from '#test/support/browsing.ts'
import { anAccount, anAct, rows } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { aPlace, aRegister } from './places.ts'

const list = `Name\tEmail\tRole
Delyth Morgan\t\t
Asif Khan\tasif@oak.sch.uk\tDeputy DSL
Ruth Jones\t\tCook
Ruth Jones\t\tCook
Gwen Parry\t\t`

const aList = async () => {
  const register = await aRegister({ startsAt: '2026-06-12T15:30:00.000Z', endsAt: '2026-06-12T17:00:00.000Z' })
  const open = await aPlace(register.event, register.school, { unnamed: true })
  const absent = await aPlace(register.event, register.school, { name: 'Gwen Parry' })
  const organiser = await anAccount({ roles: ['organiser'] })
  const act = anAct({ actor: organiser.actor, now: new Date('2026-06-15T09:00:00.000Z') })
  await act.db.batch([
    insert('Mark', {
      ...{ id: crypto.randomUUID(), sessionId: register.session.id, placeId: absent.placeId, markType: 'absent', source: 'screen' },
      ...{ happenedAt: register.session.startsAt, notedAt: register.session.endsAt, receivedAt: register.session.endsAt },
    }),
  ])
  const came = () =>
    rows(
      `SELECT n.name, IIF(k.placeId IS NULL, 'walk_in', 'place') AS "as", k.markType, k.source, k.late,
         COALESCE(p.schoolId, w.schoolId) = ?2 AS ofSchool, COALESCE(p.roleId, w.roleId) AS roleId
       FROM CurrentMark k LEFT JOIN Place p ON p.id = k.placeId LEFT JOIN WalkIn w ON w.id = k.walkInId
         JOIN Person n ON n.id = COALESCE(p.personId, w.personId) WHERE k.sessionId = ?1 ORDER BY n.name`,
      register.session.id,
      register.school.id,
    )
  return { ...register, open, absent, organiser, act, came }
}

const of = { source: 'paper', late: 0, ofSchool: 1 }

it('a list marks each on their place, then on a place without a name, and adds everybody else, once however often it is sent', async () => {
  const { session, school, organiser, act, came } = await aList()
  const browser = aBrowser(organiser)
  await browser.goto(`/register/${session.id}`)
  await browser.follow('Add everybody of a school')
  expect(await look(browser, 'register-list')).toEqual([])
  browser.fill('Who came', 'Delyth Morgan, 7, Deputy DSL')
  await browser.press('Mark them as attended')
  expect(browser.text).toContain('Line 1, email address: “7” is not an email address')
  expect(await came()).toHaveLength(1)
  browser.fill('Who came', list)
  await browser.press('Mark them as attended')
  expect(browser.text).toContain('3 people are marked as attended. One person had been marked before: check the register.')
  const all = [
    { ...of, name: 'Asif Khan', as: 'place', markType: 'attended', roleId: 'deputy_dsl', late: 1 },
    { ...of, name: 'Delyth Morgan', as: 'place', markType: 'attended', roleId: 'dsl', late: 1 },
    { ...of, name: 'Gwen Parry', as: 'place', markType: 'absent', roleId: 'dsl', source: 'screen' },
    { ...of, name: 'Ruth Jones', as: 'walk_in', markType: 'attended', roleId: 'other', late: 1 },
  ]
  expect(await came()).toEqual(all)
  const asked = { sessionId: session.id, schoolId: school.id, organisation: '', source: 'paper' as const }
  expect(await addPeople(act, { ...asked, people: [{ name: 'Ruth Jones' }, { name: 'Delyth Morgan' }] })).toEqual({ ok: true, value: 0 })
  expect(await came()).toEqual(all)
})

it('two who send the same list at once add nobody twice', async () => {
  const { session, school, act, came } = await aList()
  const people = ['Ann Lee', 'Bo Chan', 'Cy Dean'].map((name) => ({ name }))
  const asked = { sessionId: session.id, schoolId: school.id, organisation: '', source: 'paper' as const, people }
  const answers = await Promise.all([addPeople(act, asked), addPeople(act, asked), addPeople(act, asked)])
  expect(answers.flatMap((answer) => (answer.ok ? [answer.value] : [])).toSorted()).toEqual([0, 0, 3])
  expect((await came()).map((row) => row['name'])).toEqual(['Ann Lee', 'Bo Chan', 'Cy Dean', 'Gwen Parry'])
})

it('nobody comes before its day, and a list needs a reason once the register is signed off', async () => {
  const { session, school, act, came } = await aList()
  const asked = { sessionId: session.id, schoolId: school.id, organisation: '', source: 'paper' as const, people: [{ name: 'Ann Lee' }] }
  expect(await addPeople({ ...act, now: new Date('2026-06-11T09:00:00.000Z') }, asked)).toEqual({ ok: false, reason: 'too_early' })
  expect(await addPeople(anAct({ actor: (await anAccount({ roles: ['reader'] })).actor }), asked)).toEqual({
    ok: false,
    reason: 'not_your_register',
  })
  expect(await addPeople(act, { ...asked, people: [{ name: 'Delyth Morgan' }, { name: 'Bo Chan' }] })).toEqual({ ok: true, value: 2 })
  const figures = { attended: 2, part: 0, absent: 1, apologies: 0 }
  await act.db.batch([
    insert('RegisterSignOff', { id: crypto.randomUUID(), sessionId: session.id, ...figures, signedAt: act.now.toISOString() }),
  ])
  const later = { ...act, now: new Date('2026-06-15T09:01:00.000Z') }
  expect(await addPeople(later, asked)).toEqual({ ok: false, reason: 'register_is_signed' })
  expect(await addPeople(later, { ...asked, reason: 'Sheet checked' })).toEqual({ ok: true, value: 1 })
  expect(await came()).toHaveLength(4)
})
