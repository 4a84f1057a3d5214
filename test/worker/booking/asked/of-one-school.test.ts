// The event of a session at a school: who sees it.
import { expect, it } from 'vitest'
import { selectComing } from '#attendance/requirements/coming-store.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { offerSession } from '#booking/asked/answer-session.ts'
import { askSession } from '#booking/asked/ask-session.ts'
import { settleSession } from '#booking/asked/settle-session.ts'
import { selectAskedSession } from '#booking/asked/store.ts'
import { aBrowser, look } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const aSession = async (schoolIds: readonly string[] = []) => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const act = anAct({ actor: contact.actor })
  const id = newId(tick())
  const found = async () => {
    const session = await readNow(act.db, selectAskedSession(act.db, id))
    if (!session) throw new Error('no such session')
    return session
  }
  await askSession(act, id, school.id, { about: 'Online safety', days: ['2099-01-04'], people: 30, schoolIds, alsoFor: '' })
  await offerSession(anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor }), await found(), {
    ...{ startsAt: '2099-01-04T15:30:00.000Z', endsAt: '2099-01-04T17:00:00.000Z' },
    ...{ title: 'Twilight at Lady Hawthorns', topicId: 'online-safety', purpose: 'training', level: '' },
    ...{ trainer: 'Pat Lee', place: 'The hall', pence: 35_000, vatPence: 7_000, termsId: null },
    vatCodeId: await add('VatCode', { code: newId(tick()).slice(-8), name: 'Standard rate', basisPoints: 2000 }),
  })
  expect((await settleSession(act, await found(), 'accepted')).ok).toBe(true)
  return { school, contact, id, found, code: (await found()).eventCode ?? '' }
}

it('the event of a session is on no list, and its page is there for its school alone', async () => {
  const { school, contact, code } = await aSession()
  const open = await anEvent({ title: 'For everybody', startsAt: '2099-01-05T09:00:00.000Z', endsAt: '2099-01-05T12:00:00.000Z' })
  const other = await anAccount({ schoolIds: [(await aSchool()).id] })
  const both = ['/events', '/', '/events?q=hawthorns', '/events.ics', '/sitemap.xml']
  for (const path of both) {
    const text = await (await request(path, path === '/' ? {} : { cookie: contact.cookie })).text()
    expect([path, text.includes(code), text.includes('Twilight')]).toEqual([path, false, false])
  }
  expect(await (await request('/sitemap.xml')).text()).toContain(open.code)
  for (const cookie of [undefined, other.cookie])
    for (const path of [`/events/${code}`, `/events/${code}/calendar`, `/events/${code}/calendar.ics`])
      expect([path, (await request(path, cookie ? { cookie } : {})).status]).toEqual([path, 404])
  const own = aBrowser(contact)
  await own.goto(`/events/${code}`)
  expect(own.text).toContain('One price for the whole session')
  expect(own.text).not.toContain('Free of charge')
  expect(await look(own, 'event-of-one-school')).toEqual([])
  const { db } = anAct()
  const coming = await readNow(db, selectComing(db, JSON.stringify([school.id]), instant(new Date('2099-01-01T00:00:00.000Z'))))
  expect(coming.map(({ title }) => title)).toEqual(['For everybody'])
})

it('nobody of another school learns its title by its code, on any page or by any press', async () => {
  const { school, contact, code } = await aSession()
  await add('EvaluationWave', { eventId: (await rows<{ id: string }>('SELECT id FROM Event WHERE code = ?1', code))[0]?.id ?? '' })
  const elsewhere = await aSchool({ trustUid: 'T9', trustName: 'Another Trust' })
  const other = await anAccount({ schoolIds: [elsewhere.id] })
  const newcomer = await anAccount({ name: 'Nell New' })
  const pages = ['/book', '/evaluation', '/wait', '/ask', '/people', ...[school, elsewhere].map(({ id }) => `/book?school=${id}`)].map(
    (path) => `/events/${code}${path}`,
  )
  const told = async (path: string, asked: Parameters<typeof request>[1]) => {
    const answer = await request(path, asked)
    return [path, answer.status === 200, (await answer.text()).includes('Twilight')]
  }
  for (const at of [...pages, `/events/${code}/book?invited=${school.id}`, `/trusts/T9/events/${code}`])
    for (const { cookie } of [{ cookie: undefined }, newcomer, other])
      expect(await told(at, cookie ? { cookie } : {})).toEqual([at, false, false])
  for (const path of ['/book', '/book/code', '/bookings', '/request', '/wait', '/ask'])
    for (const { cookie } of [newcomer, other])
      for (const { id } of [school, elsewhere]) {
        const typed = {
          schoolId: id,
          formId: newId(tick()),
          places: '1',
          email: 'nell@example.org',
          who: 'me',
          asker: 'Nell',
          roleId: 'dsl',
        }
        expect(await told(`/events/${code}${path}`, { cookie, form: typed })).toEqual([`/events/${code}${path}`, false, false])
      }
  // Its own school still does, and is told that booking is closed.
  for (const at of [`/events/${code}/evaluation`, `/events/${code}/people`, `/events/${code}/book?school=${school.id}`])
    expect((await (await request(at, { cookie: contact.cookie })).text()).includes('Twilight')).toBe(true)
})

it('a school of the cluster sees the offer and the event, another does not, and one that is removed sees neither any longer', async () => {
  const [near, far] = [await aSchool({ name: 'Near School' }), await aSchool()]
  const { school, id, found, code } = await aSession([near.id])
  await add('EvaluationWave', { eventId: (await found()).eventId ?? '' })
  const whose = { near: await anAccount({ schoolIds: [near.id] }), far: await anAccount({ schoolIds: [far.id] }) }
  const toRead = [
    ...['', '/evaluation', '/people', '/calendar', '/calendar.ics'].map((path) => `/events/${code}${path}`),
    ...[near, far].flatMap(({ id: schoolId }) => [`/events/${code}/book?school=${schoolId}`, `/events/${code}/wait?school=${schoolId}`]),
    `/events/${code}/ask`,
  ]
  const told = async (who: keyof typeof whose) => {
    const { cookie } = whose[who]
    const read = await Promise.all(
      toRead.map(async (at) => [at, (await (await request(at, { cookie })).text()).includes('Twilight')] as const),
    )
    const typed = {
      schoolId: who === 'near' ? near.id : far.id,
      formId: newId(tick()),
      places: '1',
      email: 'x@example.org',
      who: 'me',
      asker: 'X',
      roleId: 'dsl',
    }
    const posted = await Promise.all(
      ['/book', '/bookings', '/request', '/wait', '/ask'].map(
        async (at) => [at, (await (await request(`/events/${code}${at}`, { cookie, form: typed })).text()).includes('Twilight')] as const,
      ),
    )
    return [...read, ...posted].flatMap(([at, isTold]) => (isTold ? at.replace(`/events/${code}`, '').replace(/=.*/, '') || '/' : []))
  }
  const contact = aBrowser(whose.near)
  await contact.goto(`/school/${near.id}/sessions`)
  expect(contact.text).toContain('asked for this session, also for your school. It has accepted the session.')
  expect(contact.text).not.toMatch(/350|420/)
  await contact.follow('The event')
  expect(contact.text).toContain('Twilight at Lady Hawthorns')
  expect(await told('near')).toEqual(['/', '/evaluation', '/book?school', '/wait?school'])
  expect(await told('far')).toEqual([])
  // What it costs, and to answer, stay with the school that asked.
  for (const at of [`/school/${near.id}/sessions/${id}`, `/school/${school.id}/sessions/${id}`])
    expect([at, (await request(at, { cookie: whose.near.cookie })).status]).toEqual([at, 404])

  const organiser = aBrowser(await anAccount({ roles: ['organiser'] }))
  await organiser.goto(`/organiser/sessions-asked/${id}`)
  expect(organiser.text).toContain('Also forNear School')
  await organiser.follow('Change the other schools')
  organiser.choose('School', /^Choose|^None/)
  await organiser.press('Save')
  expect(organiser.text).not.toContain('Near School')
  expect(await told('near')).toEqual([])
  await contact.goto(`/school/${near.id}/sessions`)
  expect(contact.text).not.toContain('Twilight')
})
