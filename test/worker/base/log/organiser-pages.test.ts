import { expect, it } from 'vitest'
import type { Act } from '#base/act.ts'
import { mostSearched } from '#base/log/entry.ts'
import { logged, loggedAll } from '#base/log/store.ts'
import { anAccount, anAct, anEvent, aSchool, htmlOf, request, rows, run, tick, tripsOf } from '#test/support/factories.ts'

it('shows what was done, newest first, by whom and to what, with what it was before', async () => {
  const organiser = await anAccount({ roles: ['organiser'], name: 'Olwen Organiser' })
  const event = await anEvent({ title: 'Autumn conference' })
  const act = anAct({ actor: organiser.actor })
  await logged(act, {
    act: 'event.changed',
    subject: ['event', event.id],
    eventId: event.id,
    before: { capacity: 50, title: 'x' },
    after: { capacity: 60, title: 'x' },
  }).run()
  const html = await (await request('/organiser/log', { cookie: organiser.cookie })).text()
  expect(html).toContain('Event changed')
  expect(html).toContain('Autumn conference')
  expect(html).toContain('Olwen Organiser')
  expect(html).toMatch(/Capacity:.*50.*60/s)
  expect(html).not.toContain('Title:')
})

it('names people as they are called today, and forgets those who were erased', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const person = await anAccount({ name: 'Gwen Gone' })
  await logged(anAct({ actor: person.actor }), {
    act: 'person.renamed',
    subject: ['person', person.personId],
    after: { personId: person.personId },
  }).run()
  const page = async () =>
    (await request(`/organiser/log?subjectKind=person&subjectId=${person.personId}`, { cookie: organiser.cookie })).text()
  expect(await page()).toContain('Gwen Gone')
  await run(
    `UPDATE Person SET name = NULL, email = NULL, telephone = NULL, erasedAt = ?2 WHERE id = ?1`,
    person.personId,
    tick().toISOString(),
  )
  const after = await page()
  expect(after).not.toContain('Gwen Gone')
  expect(after).toContain('an erased person')
})

it('filters by school, event, act and account, and pages by the last row seen', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const [school, other] = [await aSchool({ name: 'Ashfield Park' }), await aSchool({ name: 'Bridstow' })]
  for (let n = 0; n < 51; n += 1)
    await logged(anAct({ actor: organiser.actor }), {
      act: 'test.counted',
      subject: ['test', `n${n}`],
      schoolId: school.id,
      after: { number: `number-${n}.` },
    }).run()
  await logged(anAct(), { act: 'test.other', subject: ['test', 'x'], schoolId: other.id }).run()
  const first = await (await request(`/organiser/log?schoolId=${school.id}`, { cookie: organiser.cookie })).text()
  expect(first).not.toContain('Bridstow')
  expect(first).toContain('number-50.')
  expect(first).not.toContain('number-0.')
  const older = first.match(/href="([^"]*before=[^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await (await request(older, { cookie: organiser.cookie })).text()
  expect(second).toContain('number-0.')
  expect(second).not.toContain('number-1.')
  expect(second).toContain('Newest')
  const acts = await (await request('/organiser/log?act=test.other', { cookie: organiser.cookie })).text()
  expect(acts).toContain('Bridstow')
  expect(acts).not.toContain('number-')
  expect(
    (await request(`/organiser/log?before=nonsense&act=${encodeURIComponent("'; DROP TABLE Log; --")}`, { cookie: organiser.cookie }))
      .status,
  ).toBe(200)
  expect((await rows('SELECT COUNT(*) AS n FROM Log'))[0]).not.toEqual({ n: 0 })
})

it('is read in as many round trips for one row as for many', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const trips = async (path: string): Promise<number> =>
    tripsOf(async (on) => {
      expect((await request(path, { cookie: organiser.cookie, bindings: { DB: on } })).status).toBe(200)
    })
  await logged(anAct({ actor: organiser.actor }), { act: 'one.row', subject: ['account', organiser.accountId] }).run()
  for (let n = 0; n < 3; n += 1)
    await logged(anAct({ actor: (await anAccount()).actor }), { act: 'three.rows', subject: ['school', (await aSchool()).id] }).run()
  expect(await trips('/organiser/log?act=one.row')).toBe(await trips('/organiser/log?act=three.rows'))
})

// “The log is filtered by person, date, kind and words, with sign-ins apart.”
it('finds what one person did in a span of days, and keeps signing in apart until it is asked for', async () => {
  const organiser = await anAccount({ roles: ['organiser'], name: 'Olwen Organiser' })
  const gwen = await anAccount({ name: 'Gwen Finder', email: 'gwen.finder@example.sch.uk' })
  const write = (who: { actor: Act['actor'] }, at: string, what: string) =>
    logged(anAct({ actor: who.actor, now: new Date(at) }), {
      act: what,
      subject: ['test', what],
      after: { number: `${what} ${at}.` },
    }).run()
  await write(gwen, '2024-06-09T22:59:59.999Z', 'find.early')
  await write(gwen, '2024-06-09T23:00:00.000Z', 'find.first')
  await write(gwen, '2024-06-10T22:59:59.999Z', 'find.last')
  await write(gwen, '2024-06-10T23:00:00.000Z', 'find.late')
  await write(organiser, '2024-06-10T12:00:00.000Z', 'find.other')
  await write(gwen, '2024-06-10T12:00:00.000Z', 'account.signed_in')
  const found = async (query: string) => {
    const page = await (await request(`/organiser/log?${query}`, { cookie: organiser.cookie })).text()
    return [...page.matchAll(/((?:find|account)\.\w+) 2024-[^<]*\./g)].map((match) => match[1])
  }
  const day = 'from=2024-06-10&to=2024-06-10'
  expect(await found(`${day}&who=gwen+find`)).toEqual(['find.last', 'find.first'])
  expect(await found(`${day}&who=Gwen.Finder@example.sch.uk&act=all`)).toEqual(['find.last', 'account.signed_in', 'find.first'])
  expect(await found(`${day}&act=signing`)).toEqual(['account.signed_in'])
  expect(await found(day)).toEqual(['find.last', 'find.other', 'find.first'])
  expect(await found('from=2024-06-11&to=2024-06-11')).toEqual(['find.late'])
  const nobody = await (await request(`/organiser/log?${day}&who=%25`, { cookie: organiser.cookie })).text()
  expect(nobody).toContain('Nothing is recorded that fits what you asked for.')
  expect((await request('/organiser/log?from=yesterday&to=', { cookie: organiser.cookie })).status).toBe(200)
})

it('finds words in what changed, and what is about the booking, event or school whose reference, code or URN was typed', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const school = await aSchool()
  const event = await anEvent()
  const write = (note: string, about: { eventId?: string; schoolId?: string } = {}) =>
    logged(anAct({ actor: organiser.actor }), {
      act: 'words.noted',
      subject: ['test', note],
      ...about,
      after: { note: `note ${note}.` },
    }).run()
  await write('Purchase order 4711')
  await write('of the event', { eventId: event.id })
  await write('of the school', { schoolId: school.id })
  const found = async (text: string) => {
    const page = await htmlOf(request(`/organiser/log?act=words.noted&text=${encodeURIComponent(text)}`, { cookie: organiser.cookie }))
    return [...page.matchAll(/note ([^<.]*)\./g)].map((match) => match[1])
  }
  expect(await found('purchase ORDER')).toEqual(['Purchase order 4711'])
  expect(await found(event.code.toLowerCase())).toEqual(['of the event'])
  expect(await found(school.urn)).toEqual(['of the school'])
  expect(await found('100%')).toEqual([])
})

it('looks for words in so many entries at once, says how far back that was, and goes on from there when asked', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const event = await anEvent()
  const entry = (n: number) =>
    ({
      act: 'many.noted',
      subject: ['test', `${n}`],
      eventId: event.id,
      after: { note: n === 0 ? 'needle at the bottom' : `hay ${n}` },
    }) as const
  await logged(anAct({ now: new Date('2024-02-01T10:00:00.000Z') }), entry(0)).run()
  for (let made = 1; made <= mostSearched; made += 1000)
    await loggedAll(
      anAct({ now: new Date(Date.parse('2024-03-01T10:00:00.000Z') + made) }),
      Array.from({ length: 1000 }, (_, n) => entry(made + n)),
    ).run()
  const path = `/organiser/log?eventId=${event.id}&text=needle`
  const page = await (await request(path, { cookie: organiser.cookie })).text()
  expect(page).not.toContain('needle at the bottom')
  expect(page).toContain('“needle” was looked for in 5,000 entries that fit the rest, back to 1 March 2024')
  const older = page.match(/href="([^"]*before=[^"]*)">Look in older ones/)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const next = await (await request(older, { cookie: organiser.cookie })).text()
  expect(next).toContain('needle at the bottom')
  expect(next).not.toContain('Look in older ones')
})
