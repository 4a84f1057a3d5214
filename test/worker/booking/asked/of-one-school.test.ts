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
import { anAccount, anAct, anEvent, aSchool, request, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

const aSession = async () => {
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const act = anAct({ actor: contact.actor })
  const id = newId(tick())
  const found = async () => {
    const session = await readNow(act.db, selectAskedSession(act.db, id))
    if (!session) throw new Error('no such session')
    return session
  }
  await askSession(act, id, school.id, { about: 'Online safety', days: ['2099-01-04'], people: 30, alsoFor: '' })
  await offerSession(anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor }), await found(), {
    ...{ startsAt: '2099-01-04T15:30:00.000Z', endsAt: '2099-01-04T17:00:00.000Z' },
    ...{ title: 'Twilight at Lady Hawthorns', topicId: 'online-safety', purpose: 'training', level: '' },
    ...{ trainer: 'Pat Lee', place: 'The hall', pence: 35_000, vatPence: 7_000, termsId: null },
    vatCodeId: await add('VatCode', { code: newId(tick()).slice(-8), name: 'Standard rate', basisPoints: 2000 }),
  })
  expect((await settleSession(act, await found(), 'accepted')).ok).toBe(true)
  return { school, contact, code: (await found()).eventCode ?? '' }
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
