// The page on which a school answers who asks it for a place.
import { expect, it } from 'vitest'
import { askForm } from '#booking/requests/forms.ts'
import { mailAsked } from '#booking/requests/mail-asked.ts'
import { aBrowser, codeFor, look, mailsTo } from '#test/support/browsing.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { setPrice } from '#test/support/money.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aPrice, aStory, ask, hourOf, inTime, linkOf, namesAt, states } from './asked-world.ts'

it('shows the price, who pays, places left and who else goes, takes a cost centre, and books with one press', async () => {
  const { office, event, at } = await aStory()
  const page = aBrowser(office)
  await page.goto(at)
  for (const words of [
    '£50',
    'The council recharges the school within its own accounts.',
    'Ada Other',
    'By pressing the button you say that you may book for',
  ])
    expect(page.text).toContain(words)
  expect(page.text).toMatch(/Places left for your school\s*1/)
  page.unfold('Add your cost centre and subjective code')
  page.fill('Cost centre', 'AB123')
  await page.press('Book Tegan Teacher for £50')
  expect(page.text).toContain('Booked. Your reference is ')
  expect(await namesAt(event)).toEqual(['Ada Other', 'Tegan Teacher'])
  expect(
    await rows(
      'SELECT y.route, y.costCentre FROM BookingPayer y JOIN Booking b ON b.id = y.bookingId WHERE b.eventId = ?1 AND b.bookedById = ?2',
      event.id,
      office.accountId,
    ),
  ).toEqual([{ route: 'recharge', costCentre: 'AB123' }])
})

const bookedBy = (event: { id: string }) =>
  rows('SELECT bookedById AS accountId FROM Booking WHERE eventId = ?1 AND bookedById IS NOT NULL', event.id)

it('the link of the mail books without a sign-in, names nobody who goes and shows nothing of the bill', async () => {
  const story = await aStory()
  const { office, event, teacher } = story
  const pages = [aBrowser(), aBrowser()] as const
  for (const page of pages) await page.goto(await linkOf(story))
  const [page] = pages
  expect([page.text.includes('Ada Other'), page.text.includes('1 place'), await look(page, 'asked-by-link')]).toEqual([false, true, []])
  await Promise.all(pages.map((one) => one.press('Book Tegan Teacher for £50')))
  expect([await namesAt(event), await bookedBy(event)]).toEqual([['Ada Other', 'Tegan Teacher'], [{ accountId: office.accountId }]])
  expect(await states(event)).toEqual([{ state: 'booked', reason: null }])
  expect((await hourOf(teacher)).length).toBe(1)
})

it('the link asks for a code above the sum of the school, and a code of one request books no other', async () => {
  const story = await aStory({}, { pence: 20_000 })
  const { office, school, event } = story
  await ask(event, school.id, 'Una Usher')
  const ids = await rows<{ id: string }>('SELECT id FROM BookingRequest WHERE eventId = ?1 ORDER BY requestedAt', event.id)
  await run(
    `INSERT INTO AskedLink (tokenHash, requestId, accountId) SELECT tokenHash, ?2, accountId FROM AskedLink WHERE requestId = ?1`,
    ids[0]?.id,
    ids[1]?.id,
  )
  await run(`UPDATE BookingRequest SET mailedAt = ?2 WHERE id = ?1`, ids[1]?.id, new Date().toISOString())
  const page = aBrowser()
  const link = await linkOf(story)
  await page.goto(link)
  expect(page.text).toContain('We ask for a code before this place is booked.')
  const shown = {
    priceId: (await rows<{ priceId: string }>('SELECT priceId FROM Event WHERE id = ?1', event.id))[0]?.priceId ?? '',
    startsAt: inTime.startsAt,
    seen: '20000',
  }
  expect((await request(`${link}/${ids[0]?.id}/book`, { form: shown })).status).toBe(409)
  await page.press('Send the code', 0)
  expect(page.path).toBe(`${link}/${ids[0]?.id}/code`)
  expect(await look(page, 'asked-code')).toEqual([])
  await page.goto(`${link}/${ids[1]?.id}/code`)
  page.fill('6-digit code', await codeFor(office.email))
  await page.press('Book Una Usher for £200')
  expect([page.path, await namesAt(event)]).toEqual([`${link}/${ids[1]?.id}/code`, ['Ada Other']])
  await page.goto(`${link}/${ids[0]?.id}/code`)
  page.fill('6-digit code', await codeFor(office.email))
  await page.press('Book Tegan Teacher for £200')
  expect([await namesAt(event), await bookedBy(event)]).toEqual([['Ada Other', 'Tegan Teacher'], [{ accountId: office.accountId }]])
})

it.each([
  [
    'a question must be answered',
    (id: string) => `INSERT INTO EventQuestion (id, eventId, position, scope, kind, label, required, createdAt)
     VALUES ('q-${id}', '${id}', 1, 'booking', 'text', 'Parking?', 1, '2026-01-01T00:00:00.000Z')`,
  ],
  ['an organiser decides', (id: string) => `UPDATE Event SET approval = 1 WHERE id = '${id}'`],
  ['it is full', (id: string) => `UPDATE Event SET capacity = 1 WHERE id = '${id}'`],
])('leads to the form where %s', async (_, sql) => {
  const { school, office, event, at } = await aStory()
  await run(sql(event.id))
  const page = aBrowser(office)
  await page.goto(at)
  expect(page.text).not.toContain('Book Tegan Teacher for £')
  expect(page.html).toMatch(new RegExp(`href="/events/${event.code}/book\\?school=${school.id}&(amp;)?asked=`))
})

it('says what else they have at that time, and leads to the form', async () => {
  const { school, office, teacher, at } = await aStory()
  const other = await anEvent({ ...inTime, title: 'Prevent briefing' })
  const [asker] = await rows<{ personId: string }>('SELECT personId FROM Account WHERE email = ?1', teacher)
  await aDelegate(other, school.id, { personId: asker?.personId ?? '' })
  const page = aBrowser(office)
  await page.goto(at)
  expect(page.text).toContain('Tegan Teacher has another place on 12 June 2099: Prevent briefing.')
  expect(page.text).not.toContain('Book Tegan Teacher for £')
})

it('an event that gets dearer, fills or moves while a request waits books nothing that was not shown', async () => {
  const { office, event, at } = await aStory()
  const open = async () => {
    const page = aBrowser(office)
    await page.goto(at)
    return page
  }
  const before = await open()
  await setPrice(event.id, await aPrice(9_000))
  await before.press('Book Tegan Teacher for £50')
  expect([before.text.includes('Nothing was booked.'), await namesAt(event)]).toEqual([true, ['Ada Other']])
  const dearer = await open()
  expect(dearer.text).toContain('£90')
  await run('UPDATE Event SET capacity = 1, version = version + 1 WHERE id = ?1', event.id)
  await dearer.press('Book Tegan Teacher for £90')
  expect([dearer.text.includes('This event is full.'), (await states(event))[0]?.state]).toEqual([true, 'waiting'])
  await run(`UPDATE Session SET startsAt = '2099-07-01T08:30:00.000Z', endsAt = '2099-07-01T15:00:00.000Z' WHERE eventId = ?1`, event.id)
  expect((await open()).text).toContain('1 July 2099')
})

it('ten requests in a day make one mail to each contact', async () => {
  const { school, office, event, teacher } = await aStory()
  const colleague = await anAccount({ schoolIds: [school.id] })
  for (const letter of 'BCDEFGHIJ') await ask(event, school.id, `Tess ${letter}rown`)
  await mailAsked(anAct({ now: new Date(), origin: 'schedule' }))
  const mails = () =>
    rows(
      `SELECT recipient, COUNT(*) AS mails FROM Message WHERE kind = 'school_asked' AND schoolId = ?1 GROUP BY recipient ORDER BY 2 DESC`,
      school.id,
    )
  const waiting = Array.from({ length: 10 }, () => ({ state: 'waiting', reason: null }))
  expect([await states(event), await mails()]).toEqual([waiting, [{ recipient: office.accountId, mails: 1 }]])
  await mailAsked(anAct({ now: new Date(Date.now() + 86_400_000), origin: 'schedule' }))
  expect(await mails()).toEqual([
    { recipient: office.accountId, mails: 2 },
    { recipient: colleague.accountId, mails: 1 },
  ])
  expect(await hourOf(teacher)).toEqual([])
})

it('somebody asks for themselves and two colleagues at once: one request, one mail, one booking, and an answer that counts', async () => {
  const school = await aSchool()
  const office = await anAccount({ schoolIds: [school.id], name: 'Olive Office' })
  const event = await anEvent({ ...inTime, capacity: 10, placesPerSchool: 5 })
  await setPrice(event.id, await aPrice(5_000))
  const teacher = await anAccount({ name: 'Tegan Teacher' })
  const page = aBrowser(teacher)
  await page.goto(`/events/${event.code}/ask?school=${school.id}`)
  page.choose('Your school', `${school.name}, Leominster (URN ${school.urn})`)
  page.check('A colleague, or several')
  page.choose('Your role', 'Designated safeguarding lead')
  page.fill('Your colleague’s name', 'Una Usher')
  page.unfold('More colleagues')
  page.fill('Your second colleague’s name', 'Vic Verger')
  await page.press('Ask my school')
  for (const missing of ['Enter the email address of your colleague', 'Choose the role at the school']) expect(page.text).toContain(missing)
  expect(await look(page, 'ask-my-school')).toEqual([])
  for (const which of ['colleague', 'second colleague']) {
    page.fill(`Your ${which}’s email address`, `${which.replace(' ', '.')}@hawthorns.example`)
    page.choose(`Your ${which}’s role`, 'Designated safeguarding lead')
  }
  await page.press('Ask my school')
  expect(await rows('SELECT places, asksSchool FROM BookingRequest WHERE eventId = ?1', event.id)).toEqual([{ places: 3, asksSchool: 1 }])
  const mails = (await mailsTo(office.email)).filter(({ text }) => text.includes('/asked/'))
  expect(mails.length).toBe(1)
  expect(mails[0]?.text).toContain('Una Usher (Designated safeguarding lead)')
  const answering = aBrowser()
  await answering.goto(/\/asked\/[\w-]{20,}/.exec(mails[0]?.text ?? '')?.[0] ?? '')
  await answering.press('Book Tegan Teacher, Una Usher and Vic Verger for £150')
  expect(await namesAt(event)).toEqual(['Tegan Teacher', 'Una Usher', 'Vic Verger'])
  expect(await rows('SELECT COUNT(*) AS bookings FROM Booking WHERE eventId = ?1', event.id)).toEqual([{ bookings: 1 }])
  const heard = (await mailsTo(teacher.email)).find(({ subject }) => subject.startsWith('An answer to what you asked for'))
  expect(heard?.text).toContain('Booked: 3 places.')
})

it('what was typed of colleagues counts for nothing where the asker goes alone, and the third only if something was typed', () => {
  const read = askForm({ ownName: 'Tegan Teacher', email: 'tegan@hawthorns.example', roles: [] }).schema
  const typed = {
    schoolId: 's',
    roleId: 'dsl',
    name: 'Una Usher',
    email: 'una@hawthorns.example',
    role: 'deputy',
    name2: '',
    email2: '',
    role2: '',
  }
  const people = (...who: string[]) => {
    const { success, data } = read.safeParse({ ...typed, who })
    return success ? data.people.map(({ name, roleId }) => `${name}, ${roleId}`) : undefined
  }
  expect([people('me'), people('colleague'), people('me', 'colleague')]).toEqual([
    ['Tegan Teacher, dsl'],
    ['Una Usher, deputy'],
    ['Tegan Teacher, dsl', 'Una Usher, deputy'],
  ])
})
