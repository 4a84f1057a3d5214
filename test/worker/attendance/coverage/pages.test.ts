import { expect, it } from 'vitest'
import type { StaffRoleName } from '#base/act.ts'
import { anAccount, anAct, anEvent, aSchool, bindings, counting, request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { anArea, anEarlierRecord, aPerson, aSuccession, cameTo, onDay, signOff } from './world.ts'

/** The coverage pages of a council whose area is this authority alone. */
const ofArea = async (laCode: string, role: StaffRoleName = 'officer') => {
  const { cookie } = await anAccount({ roles: [role], email: `${role}${laCode}@example.gov.uk`.toLowerCase() })
  const counted = counting()
  const get = async (path: string) => {
    const response = await request(path, { cookie, bindings: { LA_CODES: laCode, DB: counted.db } })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  return { get, cookie, trips: counted.trips }
}

/** Text as it is read, without tags. */
const said = (html: string): string => plain(html, '')

const inJune = 'from=2026-06-01&to=2026-06-30'

it('says how many of how many, with the denominator beside every figure', async () => {
  const laCode = anArea()
  const event = await onDay('2026-06-12')
  const schools = []
  for (let n = 0; n < 12; n += 1) schools.push(await aSchool({ laCode }))
  const [one = { id: '' }, two = { id: '' }, three = { id: '' }] = schools
  await cameTo(event, one, 'attended', { represents: [two] })
  await cameTo(event, three, 'part')
  await signOff(event)
  const { get } = await ofArea(laCode)
  const text = said((await get(`/coverage?${inJune}`)).text)
  expect(text).toContain('3 of 12 open schools took part (25%)')
  // What is asked of a topic is answered on its own page.
  expect(text).toContain('Which schools came, whom they sent, and what they did with the guidance')
  expect(text).toContain('Maintained primary123 of 1225%0 of 129 of 12')
  expect(text).toContain('All schools123 of 1225%0 of 129 of 12')
  const how = said((await get(`/coverage?${inJune}&columns=how`)).text)
  expect(how).toContain('Maintained primary121 of 121 of 121 of 12All schools')
  expect(how).toContain('No school: represented, in part only.')
  const basis = said((await get(`/coverage?${inJune}&columns=basis`)).text)
  expect(basis).toContain('Maintained primary123 of 3All schools')
  expect(basis).toContain('No school: earlier record; register not yet signed off; only through a predecessor.')
  expect(text).toContain('As known at')
})

it('prints no percentage of fewer than ten schools', async () => {
  const laCode = anArea()
  await cameTo(await onDay('2026-06-12'), await aSchool({ laCode }))
  for (let n = 0; n < 8; n += 1) await aSchool({ laCode })
  const { get } = await ofArea(laCode)
  const nine = said((await get(`/coverage?${inJune}`)).text)
  expect(nine).toContain('1 of 9 open schools took part')
  expect(nine).not.toMatch(/\d%/)
  expect(nine).toContain('– No percentage is given of fewer than ten schools.')
  await aSchool({ laCode })
  expect(said((await get(`/coverage?${inJune}`)).text)).toContain('1 of 10 open schools took part (10%)')
})

it('asks by default for every topic and the two years that end today', async () => {
  const { get } = await ofArea(anArea())
  const { text } = await get('/coverage')
  const today = new Date().toISOString().slice(0, 4)
  expect(text).toMatch(new RegExp(`name="to" type="date" value="${today}-`))
  expect(text).toMatch(new RegExp(`name="from" type="date" value="${Number(today) - 2}-`))
  expect(said(text)).toContain('All topics')
})

it('folds what is asked on a phone, and opens it where it is not the usual question or is at fault', async () => {
  const { get } = await ofArea(anArea())
  const folded = (html: string) => /muster-narrow muster-no-print"( open="")?>.*?summary-text">([^<]*)</s.exec(html)?.slice(1)
  expect(folded((await get('/coverage')).text)).toEqual([undefined, expect.stringMatching(/^All topics, .* to .*: change$/)])
  expect(folded((await get(`/coverage?${inJune}`)).text)).toEqual([' open=""', 'All topics, 1 June 2026 to 30 June 2026: change'])
  expect(folded((await get('/coverage?by=phase')).text)?.[0]).toBe(' open=""')
  expect(folded((await get('/coverage?to=31/06/2026')).text)).toEqual([' open=""', 'Change what is counted'])
})

it('a period that is none is said at its field, and its lists and files do not exist', async () => {
  const { get } = await ofArea(anArea())
  for (const [query, field, problem] of [
    ['from=2026-06-30&to=2026-06-01', 'from', 'The first day must be on or before the last day'],
    ['to=31/06/2026', 'to', 'Enter a date, such as 12 June 2026'],
    ['from=2026-02-30', 'from', 'Enter a date, such as 12 June 2026'],
    ['topic=alchemy', 'topic', 'Choose a topic from the list, or all topics'],
  ] as const) {
    const page = await get(`/coverage?${query}`)
    expect(page.status).toBe(422)
    expect(page.text).toContain(`<a href="#${field}">${problem}</a>`)
    expect(said(page.text)).not.toContain('open schools took part')
    expect((await get(`/coverage/figures.csv?${query}`)).status).toBe(400)
    expect((await get(`/coverage/schools.csv?${query}`)).status).toBe(400)
  }
  expect((await get('/coverage?event=NOSUCH')).status).toBe(404)
})

it('odd questions are taken for the usual one', async () => {
  const { get } = await ofArea(anArea())
  for (const query of [
    'by=shoe-size',
    'page=-1',
    'page=x',
    'by=sector&by=kind',
    `topic=&from=&to=`,
    'answer=%0',
    `category=${'x'.repeat(2000)}`,
  ]) {
    expect((await get(`/coverage?${query}`)).status).toBe(200)
    expect((await get(`/coverage/schools?${query}`)).status).toBe(200)
  }
  expect((await get(`/coverage?from=${'9'.repeat(10_000)}`)).status).toBe(422)
})

// “Whoever may see people in coverage reads of every mark which entry it is, and opens it, or
// that it is not in the record yet.” (docs/rules/seal.md)
it('a category leads to its schools, and a school to its evidence', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Ysgol Siân & <b>Ŵyn</b>', trustUid: '42', trustName: 'Trust & Co', sector: 'academy' })
  await aSchool({ laCode, name: 'Not in that trust' })
  const event = await anEvent({ title: 'Peer-on-peer conference' })
  await cameTo(event, school, 'part', { personId: await aPerson('Gwenllian Parry') })
  const { get } = await ofArea(laCode)
  const report = await get(`/coverage?${inJune}&by=trust`)
  const link = report.text.match(/href="(\/coverage\/schools\?[^"]*category=42[^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const list = await get(link)
  expect(list.text).toContain('Ysgol Siân &amp; &lt;b&gt;Ŵyn&lt;/b&gt;')
  expect(list.text).not.toContain('Not in that trust')
  expect(said(list.text)).toContain('Own staff attended in part Register not yet signed off')
  const of = list.text.match(/href="(\/organiser\/schools\/[^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(of).toContain(school.id)
  const evidence = said((await get(of)).text)
  expect(evidence).toContain('Peer-on-peer conference')
  expect(evidence).toMatch(/12 June 2026.*Gwenllian Parry, Designated safeguarding lead Attended in part/)
  await sealRecord(anAct({ now: new Date('2026-06-12T09:01:00.000Z') }))
  const sealed = (await get(of)).text
  const [entry] = await rows<{ number: number }>(`SELECT MAX(number) AS number FROM SealedLeaf WHERE kind = 'mark'`)
  expect(sealed).toContain(`href="/log/entries/${entry?.number}`)
})

it('the page of a school has what it and those merged into it attended', async () => {
  const laCode = anArea()
  const [before, after] = [await aSchool({ laCode, name: 'Old Infants' }), await aSchool({ laCode, name: 'New Primary' })]
  await aSuccession(before, after, 'merger')
  await anEarlierRecord(before, '2019-05-06', { source: 'Sign-in sheets' })
  await cameTo(await onDay('2026-06-12'), after)
  const { get, cookie } = await ofArea(laCode)
  const old = await request(`/coverage/schools/${after.id}?${inJune}`, { cookie })
  expect([old.status, old.headers.get('location')]).toEqual([302, `/organiser/schools/${after.id}`])
  const text = said((await get(`/organiser/schools/${after.id}`)).text)
  expect(text).toMatch(/12 June 2026.*Attended.*Conference of old.*As Old Infants, Leominster \(URN \d+\)\. Source: Sign-in sheets/)
})

it('no file carries a person, and a reader of reports finds none of it', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, name: 'Ashfield Park' })
  const person = 'Blodwen Quackenbush'
  const personId = await aPerson(person)
  const event = await onDay('2026-06-12')
  await cameTo(event, school, 'attended', { personId })
  const officer = await ofArea(laCode, 'officer')
  const reader = await ofArea(laCode, 'reader')
  const paths = [
    `/coverage?${inJune}`,
    `/coverage?event=${event.code}`,
    `/coverage/schools?${inJune}&answer=all`,
    `/organiser/schools/${school.id}`,
    `/coverage/figures.csv?${inJune}`,
    `/coverage/schools.csv?${inJune}&answer=all`,
  ]
  for (const path of paths) {
    const { status, text } = await reader.get(path)
    expect([path, status, text.includes('Quackenbush')]).toEqual([path, 404, false])
  }
  expect((await officer.get(`/organiser/schools/${school.id}`)).text).toContain(person)
  // Not even those who may see people carry them away in a file.
  for (const path of paths.filter((one) => one.includes('.csv'))) expect((await officer.get(path)).text).not.toContain('Quackenbush')
})

it('the files open in a spreadsheet without running anything', async () => {
  const laCode = anArea()
  await cameTo(
    await onDay('2026-06-12'),
    await aSchool({ laCode, name: '=HYPERLINK("http://x")', town: '+44', trustUid: '1', trustName: '@SUM(1)', urn: '999001' }),
  )
  const { get } = await ofArea(laCode)
  const { text, headers } = await get(`/coverage/schools.csv?${inJune}&answer=all&by=trust`)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="coverage-schools-2026-06-30.csv"')
  const [header, row, end] = text.split('\r\n')
  expect(header).toBe(
    'URN,School,Town,Trust,Took part,How,Based on,Only through a predecessor,First on the topic,Last on the topic,Times on the topic,Last at any event,Event,Topic,From,To,Schools open on,As known at',
  )
  expect(row).toMatch(
    /^999001,"'=HYPERLINK\(""http:\/\/x""\)",'\+44,'@SUM\(1\),yes,Own staff attended,Register not yet signed off,no,2026-06-12,2026-06-12,1,2026-06-12,,All topics,2026-06-01,2026-06-30,2026-06-30,20/,
  )
  expect(end).toBe('')
  const figures = (await get(`/coverage/figures.csv?${inJune}`)).text.split('\r\n')
  expect(figures[1]).toMatch(/^Maintained primary,1,1,1,0,0,0,0,0,1,0,0,0,0,0,,,All topics,/)
  expect(figures[2]).toMatch(/^All schools,1,1,1,0,0,0,0,0,1,0,0,0,0,0,,,All topics,/)
  expect(figures[3]).toMatch(/^Early years list: none is loaded,,,,,,,,,,,,,,,,,All topics,/)
})

it('the page says what is counted, from where, and since when the record holds anything', async () => {
  const laCode = anArea()
  await cameTo(await onDay('2026-06-12'), await aSchool({ laCode, name: 'Came once' }))
  await anEarlierRecord(await aSchool({ laCode, name: 'Came long ago' }), '1987-03-04', { source: 'The 1987 spreadsheet' })
  const { get } = await ofArea(laCode)
  const text = said((await get(`/coverage?${inJune}`)).text)
  expect(text).toContain(
    'Our record begins on 4 March 1987, the first day in “The 1987 spreadsheet”, which was imported. It does not say who came before.',
  )
  expect(text).toContain('The 1987 spreadsheet: 1 earlier record')
  expect(text).toMatch(
    /What is counted, from where, and what it does not say.*We count every school.*Taking part says that somebody was there/,
  )
})

// “Each list of schools leads to an invitation of these schools to an event to come, which is
// read before it goes.”
it('each group says since when, adds up with the others, and leads to an invitation of its schools', async () => {
  const laCode = anArea()
  const [reached, lapsed] = [await aSchool({ laCode, name: 'Came' }), await aSchool({ laCode, name: 'Lapsed' })]
  for (const name of ['Elsewhere', 'Never']) await aSchool({ laCode, name })
  await anEarlierRecord(lapsed, '2019-03-04', { topicId: 'prevent' })
  await anEarlierRecord(reached, '2026-06-12', { topicId: 'prevent' })
  const { get } = await ofArea(laCode)
  const list = await get(`/coverage/schools?${inJune}&topic=prevent&answer=lapsed`)
  expect(said(list.text)).toMatch(/Reached 1 .*Lapsed 1 .*Never on this topic 0 .*Never at all 2/)
  expect(said(list.text)).toContain('4 schools open on 30 June 2026.')
  expect(said(list.text)).toMatch(/Lapsed\s*Leominster, \d+Maintained primary4 Mar 20194 Mar 201914 Mar 2019/)
  const invite = list.text.match(/href="([^"]*invite=yes[^"]*)">Invite this school</)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const past = await onDay('2026-06-12')
  const form = await get(invite)
  expect(form.text).toContain('name="invite" value="yes"')
  expect(form.text).toContain('value="lapsed" checked')
  expect(form.text.match(/<select[^>]*name="about".*?<\/select>/s)?.[0]).not.toContain(past.code)
})

it('of one event, the date is its own and other events do not count', async () => {
  const laCode = anArea()
  const school = await aSchool({ laCode, opensOn: '2026-06-12' })
  await aSchool({ laCode, opensOn: '2026-06-13' })
  const event = await anEvent({ title: 'The June conference' })
  await cameTo(event, school)
  const { get } = await ofArea(laCode)
  expect(said((await get(`/coverage?event=${event.code}`)).text)).toContain('1 of 1 open school took part. Nurseries')
})

it('of what was cancelled or is to come it says so, and says of nobody that they did not take part', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  const at = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
  const ahead = await anEvent({ title: 'Ahead', ...at })
  const cancelled = await anEvent({ title: 'Called off', state: 'cancelled' })
  const { get } = await ofArea(laCode)
  for (const [question, sentence] of [
    [`event=${ahead.code}`, 'Ahead has not taken place yet: it is on 12 June 2099.'],
    [`event=${cancelled.code}`, 'Called off on 12 June 2026 was cancelled: nobody could take part.'],
    ['from=2099-01-01&to=2099-12-31', 'The period has not begun yet: its first day is 1 January 2099.'],
  ]) {
    const page = said((await get(`/coverage?${question}`)).text)
    expect([page.includes(sentence ?? ''), page.includes('did not take part'), page.includes('took part (')]).toEqual([true, false, false])
    for (const path of ['schools', 'schools.csv', 'figures.csv'])
      expect([path, (await get(`/coverage/${path}?${question}`)).status]).toEqual([path, 404])
  }
})

it('an empty area has its sentence and no table', async () => {
  const { get } = await ofArea(anArea())
  const { text } = await get('/coverage')
  expect(said(text)).toContain('so there is nothing to report')
  expect(text).not.toContain('<table')
  expect(said((await get('/coverage/schools?answer=all')).text)).toContain('No schools.')
})

it('a page reads the database a constant number of times', async () => {
  const laCode = anArea()
  await aSchool({ laCode })
  const { get, trips } = await ofArea(laCode)
  const tripsOf = async (path: string) => {
    await get(path)
    const before = trips()
    await get(path)
    return trips() - before
  }
  const all = async () => [
    await tripsOf(`/coverage?${inJune}`),
    await tripsOf(`/coverage/schools?${inJune}`),
    await tripsOf(`/coverage/schools.csv?${inJune}`),
  ]
  const one = await all()
  // The first of each is who is asking; that the list was taken out is written down.
  expect(one).toEqual([2, 1, 2])
  const event = await onDay('2026-06-12')
  for (let n = 0; n < 3; n += 1) await cameTo(event, await aSchool({ laCode }))
  expect(await all()).toEqual(one)
  expect(bindings.LA_CODES).toBe('884')
})

it('the page of a school without any record says since when there are records', async () => {
  const laCode = anArea()
  const [never, came] = [await aSchool({ laCode }), await aSchool({ laCode })]
  await anEarlierRecord(came, '1981-02-03')
  expect(said((await (await ofArea(laCode)).get(`/organiser/schools/${never.id}`)).text)).toContain(
    'No record yet of anyone from this school. Records begin on 3 February 1981: it may have taken part before then.',
  )
})
