// "Needs are never in a log, an address, a message, a calendar, an export with names or the answer of the audit." A word is planted in each
// field and looked for in everything that the database keeps and in every page that anybody can open.
import { expect, it, vi } from 'vitest'
import { app } from '#app.tsx'
import type { StaffRoleName } from '#base/act.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { anAccount, anEvent, aSchool, bindings, request, rows } from '#test/support/factories.ts'
import { remembering } from '#test/support/remembering.ts'

const marker = 'Zwiebelfrei'
const label = 'No pork'

// “No page of a school or an organiser writes it, and whoever booked never sees it: a booker cannot consent for another.” “They are in no file.” “The log says only of which event needs were saved, deleted or read.”
it('what a delegate needs is found on their own page and the sheets of the team, and nowhere else', async () => {
  const event = await anEvent({ startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' })
  const school = await aSchool()
  const contact = await anAccount({ schoolIds: [school.id] })
  const everybody = [
    undefined,
    contact,
    ...(await Promise.all(
      (['administrator', 'organiser', 'officer', 'reader', 'finance'] as StaffRoleName[]).map((role) => anAccount({ roles: [role] })),
    )),
    await anAccount({ doorEventIds: [event.id] }),
  ]
  await request(`/events/${event.code}/bookings`, {
    cookie: contact.cookie,
    form: {
      school: school.id,
      formId: crypto.randomUUID(),
      rows: '1',
      'name-1': 'Siân Ŵyn',
      'email-1': 'sian@example.sch.uk',
      'role-1': 'dsl',
    },
  })
  const [place] = await rows<{ id: string; reference: string; text: string }>(
    `SELECT p.id, b.reference, y.text FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN Message m ON m.placeId = p.id JOIN MessageBody y ON y.messageId = m.id
     WHERE p.eventId = ?1`,
    event.id,
  )
  const link = place?.text.match(/\/place\/[\w-]{43}/)?.[0] ?? ''
  const heard: string[] = []
  const speak = { log: console.log, error: console.error, warn: console.warn }
  for (const name of ['log', 'error', 'warn'] as const) console[name] = (...said: unknown[]) => void heard.push(said.map(String).join(' '))
  try {
    const form = { dietary: 'no_pork', 'dietary-words': marker, access: 'bsl', 'access-words': marker, agreed: 'yes' }
    const answers = [
      await request(`${link}/needs`, { form }),
      // One that fails half-way: what was typed must not be in what the service says of its failure.
      await request(`${link}/needs`, { form, bindings: { DB: failing(bindings.DB) } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([303, 500])
    for (const answer of answers) {
      expect(JSON.stringify([...answer.headers])).not.toContain(marker)
      expect(await answer.text()).not.toContain(marker)
    }
  } finally {
    Object.assign(console, speak)
  }
  expect(heard.join('\n')).toContain('/place/…/needs')
  expect(heard.join('\n')).not.toContain(marker)
  expect(heard.join('\n')).not.toContain(link.slice(7))
  // Further messages, a change of the event among them, and a cancelled place of somebody else carry none of it either.
  await request(`${link}/tell`, { form: { statement: 'cannot_come' } })

  const tables = await rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'sqlite_%'`,
  )
  const holding: string[] = []
  for (const { name } of tables) {
    const text = JSON.stringify(await rows(`SELECT * FROM "${name}"`))
    const decoded =
      name === 'MessageBody' || name === 'LocalMail'
        ? [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([part]) => safeAtob(part)).join('\n')
        : ''
    if ((text + decoded).includes(marker) || (text + decoded).includes('no_pork')) holding.push(name)
  }
  expect(holding).toEqual(['Need'])

  const ids: Record<string, string> = {
    ...{
      code: event.code,
      reference: place?.reference ?? '',
      placeId: place?.id ?? '',
      sessionId: event.sessions[0]?.id ?? '',
      schoolId: school.id,
    },
    ...{ token: link.slice(7), id: event.id, personId: place?.id ?? '', accountId: contact.accountId },
  }
  const paths = [...new Set(app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))]
    .filter((path) => !path.includes('*'))
    .map((path) => path.replaceAll(/:(\w+)(\{[^}]*\})?\??/g, (_, name: string) => ids[name] ?? 'x'))
  expect(paths.length).toBeGreaterThan(60)
  const found = new Set<string>()
  let shown = 0
  vi.useFakeTimers({ toFake: ['Date'], now: new Date() })
  const DB = remembering(bindings.DB, /\b(RefusalCount|LimitUse|Log|Message)\b/)
  for (const who of everybody)
    for (const path of [
      ...paths,
      `/school/${school.id}`,
      `/school/${school.id}/bookings`,
      `/organiser/messages?event=${event.code}`,
      '/dev/commands/audit',
    ]) {
      const answer = await request(path, {
        ...(who ? { cookie: who.cookie } : {}),
        headers: { 'x-muster-token': 'test-token' },
        bindings: { DB },
      })
      if (answer.status === 200) shown += 1
      const text = await answer.text()
      if (text.includes(marker) || text.includes(label)) found.add(path.replace(link.slice(7), ':token').replace(event.code, ':code'))
    }
  expect(shown).toBeGreaterThan(100)
  // The form itself offers "No pork" to whoever opens the page of this place.
  expect([...found].sort((a, b) => a.localeCompare(b))).toEqual([
    '/organiser/events/:code/needs',
    '/organiser/events/:code/needs.csv',
    '/place/:token/needs',
  ])
})

const safeAtob = (text: string): string => {
  try {
    return atob(text)
  } catch {
    return ''
  }
}

/** Breaks as a write begins. */
const failing = (db: SqlDatabase): SqlDatabase =>
  databaseWith(db, {
    prepare: (sql: string) => {
      if (sql.includes('INSERT INTO Need')) throw new Error('D1_ERROR: something broke')
      return db.prepare(sql)
    },
  })
