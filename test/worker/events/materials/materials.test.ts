// docs/rules/materials.md: adding, and who sees what from when.

import { beforeEach, expect, it } from 'vitest'
import { sayInstant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { deleteFiles } from '#base/files/delete-files.ts'
import { newId } from '#base/id.ts'
import { copyEvent } from '#booking/series/copy-event.ts'
import { eventByCode } from '#events/events/store.ts'
import { selectMaterials } from '#events/materials/store.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, anAct, before, db, existing, leadsTo, request, rows, run, saidBy, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aMark } from '#test/worker/attendance/coverage/world.ts'
import { eicar } from '#tools/twins/scanner/app.ts'
import { aLink, aPdf, aWorld, inHours, onPlace, onRecord } from './world.ts'

beforeEach(emptyDatabase)

const readAll = (event: { id: string }) => readNow(db, selectMaterials(db, { id: event.id }))
const titles = () => rows<{ title: string; sessionId: string | null }>('SELECT title, sessionId FROM Material ORDER BY eventId, position')
const fileOf = async (eventId: string): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM Material WHERE eventId = ?1 AND fileId IS NOT NULL', eventId))[0]?.id ?? ''

// “An organiser adds links and files of at most 10 MB each, for everybody at an event or those at one session, in order.”
it('files and links are added, for all or for one session, moved, and downloaded by the organiser as they were', async () => {
  const { event, prevent, under, organiser, addFiles, addLink, post, list } = await aWorld()
  expect(await list()).toContain('There are none yet.')
  expect(await leadsTo(addFiles([aPdf(), new File(['a,b\n'], 'Who to call.csv')], { fileSession: '' }))).toBe(under)
  await addFiles([aPdf('prevent')], { fileSession: prevent, fileTitle: 'Prevent: the slides' })
  await addLink('The guidance', 'https://www.gov.uk/government/publications/prevent-duty-guidance')
  expect(await titles()).toEqual([
    { title: 'Day one', sessionId: null },
    { title: 'Who to call', sessionId: null },
    { title: 'Prevent: the slides', sessionId: prevent },
    { title: 'The guidance', sessionId: null },
  ])
  const { materials } = await readAll(event)
  await post(`/${materials[3]?.id}/up`, {})
  await post(`/${materials[0]?.id}/up`, {})
  await post(`/${materials[0]?.id}/down`, {})
  expect((await titles()).map(({ title }) => title)).toEqual(['Who to call', 'Day one', 'The guidance', 'Prevent: the slides'])
  const page = await list()
  expect(page).toContain('Those at Prevent')
  expect(page).toContain('Day one.pdf (PDF, 1 kB, of ')
  const file = await request(`${under}/files/${materials[0]?.id}`, { cookie: organiser.cookie })
  expect(await file.text()).toBe('%PDF-1.7\nslides')
  expect(file.headers.get('content-disposition')).toContain('attachment; filename="Day one.pdf"')
  expect(file.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'none'")
  expect(file.headers.get('x-content-type-options')).toBe('nosniff')
  expect(file.headers.get('cache-control')).toBe('private, no-store')
  const seen = await (await request(`${under}/preview`, { cookie: organiser.cookie })).text()
  expect(seen).toContain('www.gov.uk')
})

it('slides in which the council’s scanner finds a virus are refused with a sentence, and counted', async () => {
  const { addFiles } = await aWorld()
  const bindings = { SCANNER_URL: 'https://materials.scanner.example/v2/scan' }
  const refused = await addFiles([new File([eicar], 'Day one.txt')], {}, bindings)
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('Our virus scanner found a virus in this file.')
  expect(await titles()).toEqual([])
  expect(await rows('SELECT reason, n FROM RefusalCount')).toEqual([{ reason: 'infected', n: 1 }])
  expect((await addFiles([aPdf()], {}, bindings)).status).toBe(303)
})

// “A link leads to an address that starts with https://.”
it('a link that is none, or not https, is refused and what was typed is kept', async () => {
  const { addLink } = await aWorld()
  for (const url of [
    '',
    'www.gov.uk',
    'http://www.gov.uk/',
    'javascript:alert(1)',
    'https://a b',
    'https://me:secret@example.org/',
    'https:slides.example.org',
    'https:/example.org/',
    `https://e.org/${'x'.repeat(1000)}`,
  ]) {
    const answer = await addLink('The guidance', url)
    const page = await answer.text()
    expect([answer.status, page.includes('Enter one address that starts with https://')]).toEqual([422, true])
    expect(page).toContain('value="The guidance"')
  }
  expect(await (await addLink('', 'https://www.gov.uk/')).text()).toContain('Say what the link leads to')
  expect(await (await addLink('x'.repeat(121), 'https://www.gov.uk/')).text()).toContain('Shorten what it is called to 120 characters')
  expect(await (await addLink('Other', 'https://www.gov.uk/', newId(tick()))).text()).toContain('Choose who sees it')
})

// “Where one of several files is refused, the page says which and why, and none of them is added.”
it('one bad file among several keeps all out, and says which', async () => {
  const { addFiles, event } = await aWorld()
  const answer = await addFiles([aPdf(), new File(['<html>'], 'page.html')])
  const page = await answer.text()
  expect(answer.status).toBe(422)
  expect(page).toContain('page.html: Files of this type are not taken.')
  expect(page).toContain('None of the files has been added')
  expect(await (await addFiles([])).text()).toContain('Choose a file')
  expect((await readAll(event)).materials).toEqual([])
})

// “The same file or link is not added twice for the same people: sent twice it is added once, and under another name it is refused.”
it('the same again is there already, also when both are sent at once; for others it is added', async () => {
  const { addFiles, addLink, prevent, event } = await aWorld()
  const twice = await Promise.all([addFiles([aPdf()]), addFiles([aPdf()])])
  expect(twice.map(({ status }) => status)).toEqual([303, 303])
  expect((await addFiles([aPdf(), aPdf('more')])).status).toBe(303)
  expect((await readAll(event)).materials.map(({ title }) => title)).toEqual(['Day one', 'Day one'])
  const renamed = await addFiles([aPdf()], { fileTitle: 'The slides' })
  expect([renamed.status, (await renamed.text()).includes('It is among the materials already, for the same people')]).toEqual([409, true])
  expect((await addFiles([aPdf()], { fileSession: prevent })).status).toBe(303)
  const links = await Promise.all([addLink('A', 'https://a.example/'), addLink('A', 'https://a.example/')])
  expect(links.map(({ status }) => status)).toEqual([303, 303])
  expect((await addLink('B', 'https://a.example/')).status).toBe(409)
  expect((await readAll(event)).materials.map(({ title }) => title)).toEqual(['Day one', 'Day one', 'Day one', 'A'])
  // Control: without the rule two at once are both there.
  await run('DROP TRIGGER Material_not_twice')
  await Promise.all([addLink('C', 'https://c.example/'), addLink('C', 'https://c.example/')])
  expect((await readAll(event)).materials.map(({ title }) => title)).toEqual(['Day one', 'Day one', 'Day one', 'A', 'C', 'C'])
})

// “Everything about a material can be changed; a newer file takes the place of the earlier one at the same address, and the log says which it was.”
it('a newer file takes the place of the earlier one, for whoever sees it at the same address, once', async () => {
  const { addFiles, addLink, change, event, withPlace, release, prevent } = await aWorld()
  await addFiles([aPdf()])
  await addLink('The guidance', 'https://a.example/')
  await addLink('The old guidance', 'https://b.example/')
  await release('now')
  const [ann, bo] = [await withPlace(), await withPlace(prevent)]
  const [slides, guidance] = (await readAll(event)).materials
  if (!slides || !guidance) throw new Error('no materials')
  const { changedAt } = slides
  const newer = { title: 'Slides', words: 'With the notes\nof the speaker', session: '', changedAt }
  const pressed = await Promise.all([change(slides.id, newer, aPdf('newer')), change(slides.id, newer, aPdf('newer'))])
  expect(pressed.map(({ status }) => status)).toEqual([303, 303])
  expect(await (await request(`${ann.link}/materials/${slides.id}`)).text()).toBe('%PDF-1.7\nnewer')
  expect(await onPlace(ann.link)).toBe(
    'Slides (PDF, 1 kB) With the notes of the speaker The guidance (a.example) The old guidance (b.example)',
  )
  const [entry] = await rows<{ before: string; after: string }>(`SELECT before, after FROM Log WHERE act = 'material.changed'`)
  const after = (await readAll(event)).materials[0]?.file
  expect([JSON.parse(entry?.before ?? ''), JSON.parse(entry?.after ?? '')]).toEqual([
    { file: { id: slides.file?.id, sha256: slides.file?.sha256, size: 15 } },
    { file: { id: after?.id, sha256: after?.sha256, size: 14 } },
  ])
  await deleteFiles(anAct({ now: new Date(Date.now() + 2 * 86_400_000) }))
  expect(await rows('SELECT id FROM StoredFile')).toEqual([{ id: after?.id }])

  // An older form changes nothing, and keeps what was typed; sent again it takes the place of the other.
  const older = await change(slides.id, { ...newer, title: 'Mine' })
  const page = await older.text()
  expect([older.status, page.includes('Somebody else has changed this since you opened it'), page.includes('value="Mine"')]).toEqual([
    ...[409, true, true],
  ])
  const again = /name="changedAt" value="([^"]+)"/.exec(page)?.[1] ?? ''
  expect((await change(slides.id, { ...newer, title: 'Mine', words: '', changedAt: again })).status).toBe(303)
  expect(await (await request(`${ann.link}/materials/${slides.id}`)).text()).toBe('%PDF-1.7\nnewer')

  const link = { title: 'The guidance', words: '', url: 'https://c.example/', session: prevent, changedAt: guidance.changedAt }
  expect(await (await change(guidance.id, { ...link, url: 'https://b.example/', session: '' })).text()).toContain(
    'It is among the materials already, for the same people',
  )
  for (const [wrong, said] of [
    [{ url: 'http://c.example/' }, 'Enter one address that starts with https://'],
    [{ title: '' }, 'Say what it is called'],
    [{ words: 'x'.repeat(501) }, 'Shorten what you say of it to 500 characters'],
    [{ session: newId(tick()) }, 'Choose who sees it'],
  ] as const)
    expect(await (await change(guidance.id, { ...link, ...wrong })).text()).toContain(said)
  expect((await change(guidance.id, link)).status).toBe(303)
  expect(await onPlace(ann.link)).toBe('Mine (PDF, 1 kB) The old guidance (b.example)')
  expect(await onPlace(bo.link)).toBe('Mine (PDF, 1 kB) The guidance (c.example, Prevent) The old guidance (b.example)')
  // Somebody else has changed it since, and a refused file does not hide that.
  const refused = await (await change(slides.id, { ...newer, changedAt: again }, new File(['<html>'], 'page.html'))).text()
  expect([refused.includes('Files of this type are not taken.'), /name="changedAt" value="([^"]+)"/.exec(refused)?.[1]]).toEqual([
    true,
    again,
  ])
  expect((await change(slides.id, { ...newer, changedAt: again })).status).toBe(409)
})

it('whoever changes or removes what somebody else has just removed is told so on the list', async () => {
  const { addLink, event, under, organiser } = await aWorld()
  const said = async (path: string) => {
    await addLink('The guidance', 'https://a.example/')
    const [material] = (await readAll(event)).materials
    const remove = () => rows('DELETE FROM Material WHERE eventId = ?1', event.id)
    const form = { title: 'Guidance', words: '', url: 'https://a.example/', session: '', changedAt: material?.changedAt ?? '' }
    const answer = await request(`${under}/${material?.id}/${path}`, {
      cookie: organiser.cookie,
      form,
      bindings: { DB: before(3, remove) },
    })
    return [answer.status, answer.headers.get('location')?.startsWith(under), saidBy(answer)]
  }
  expect(await said('change')).toEqual([303, true, expect.stringContaining('This is not among the materials any more.')])
  expect(await said('remove')).toEqual([303, true, expect.stringContaining('It was removed already')])
})

// “What is removed is gone for everybody, and its file is deleted.”
it('removing asks first, once, and the file goes with it', async () => {
  const { addFiles, post, under, organiser, event, withPlace, release } = await aWorld()
  await addFiles([aPdf()])
  await release('now')
  const ann = await withPlace()
  const id = await fileOf(event.id)
  const asked = await (await request(`${under}/${id}/remove`, { cookie: organiser.cookie })).text()
  expect(asked).toContain('Nobody can download it any more, and the file is deleted. Anyone who has downloaded it keeps their copy.')
  expect((await request(`${ann.link}/materials/${id}`)).status).toBe(200)
  for (const _ of [1, 2]) expect((await post(`/${id}/remove`, {})).status).toBe(303)
  expect((await request(`${ann.link}/materials/${id}`)).status).toBe(404)
  expect(await onPlace(ann.link)).toBeUndefined()
  await deleteFiles(anAct())
  expect(await rows('SELECT id FROM StoredFile')).toEqual([])
})

// “An event that is copied begins without materials, and a cancelled one takes none.” “Nobody sees the materials of a cancelled event, or of a session that is called off.”
it('a copy has none; a cancelled event shows and takes none; of a session that is called off nobody sees any', async () => {
  const { event, addLink, release, withPlace, prevent, list } = await aWorld(30)
  await addLink('For all', 'https://a.example/')
  await addLink('For Prevent', 'https://b.example/', prevent)
  await release('now')
  const ann = await withPlace(prevent)
  expect(await onPlace(ann.link)).toBe('For all (a.example) For Prevent (b.example, Prevent)')
  const read = await eventByCode(db, event.code, new Date()).then(existing)
  const copied = await copyEvent(anAct({ now: new Date() }), { event: read, id: newId(tick()), startsOn: '2030-06-12', inSeries: false })
  expect(copied.ok).toBe(true)
  expect((await titles()).map(({ title }) => title)).toEqual(['For all', 'For Prevent'])

  await run(`DELETE FROM PlaceSession WHERE sessionId = ?1`, prevent)
  await run(`UPDATE Session SET calledOffAt = ?2, calledOffWhy = '' WHERE id = ?1`, prevent, inHours(0))
  expect(await onPlace(ann.link)).toBe('For all (a.example)')
  expect(await list()).toContain('Nobody: Prevent is called off')

  await db.batch([
    db.prepare(`UPDATE Place SET state = 'cancelled' WHERE eventId = ?1`).bind(event.id),
    db.prepare(`UPDATE Event SET state = 'cancelled', cancelledAt = ?2 WHERE id = ?1`).bind(event.id, inHours(0)),
  ])
  expect(await onPlace(ann.link)).toBeUndefined()
  expect(await onRecord(ann.cookie)).toBeUndefined()
  expect(await list()).toContain('The event is cancelled: nobody has a place any more, so nobody sees these.')
  expect((await addLink('Late', 'https://c.example/')).status).toBe(409)
})

// “Materials are shown once the event is over, unless the organiser sets a time for them or shows them at once.” “Before the time whoever has a place is told from when they will be there, and can download nothing.” “When an event is moved, materials without a time of their own wait for its new end.”
it('they wait for the end of the event, or for the time that is set, and say from when', async () => {
  const { event, addFiles, withPlace, release, list } = await aWorld(2)
  await addFiles([aPdf()])
  const ann = await withPlace()
  const file = `/materials/${await fileOf(event.id)}`
  const end = event.sessions[1]?.endsAt ?? ''
  const waits = async (from: string) => {
    expect(await onPlace(ann.link)).toBe(`They will be here from ${sayInstant(from)}.`)
    expect(await onRecord(ann.cookie)).toBe(`Safeguarding conference From ${sayInstant(from)}.`)
    expect((await request(`${ann.link}${file}`)).status).toBe(404)
    expect((await request(`/account/record${file}`, { cookie: ann.cookie })).status).toBe(404)
  }
  await waits(end)
  expect(await list()).toContain(`They are shown once the event is over: from ${sayInstant(end)}`)
  for (const one of event.sessions)
    await run(
      `UPDATE Session SET startsAt = strftime('%Y-%m-%dT%H:%M:%fZ', startsAt, '+1 day'), endsAt = strftime('%Y-%m-%dT%H:%M:%fZ', endsAt, '+1 day') WHERE id = ?1`,
      one.id,
    )
  await waits(new Date(Date.parse(end) + 86_400_000).toISOString())
  await release('at', '12/6/2099', '4pm')
  await waits('2099-06-12T15:00:00.000Z')
  await release('at', '2020-06-12', '16:00')
  expect(await onPlace(ann.link)).toBe('Day one (PDF, 1 kB)')
  expect(await list()).toContain('That is before the event begins.')
  await release('over')
  await waits(new Date(Date.parse(end) + 86_400_000).toISOString())
  await release('now')
  expect(await (await request(`${ann.link}${file}`)).text()).toBe('%PDF-1.7\nslides')
  expect(await (await request(`/account/record${file}`, { cookie: ann.cookie })).text()).toBe('%PDF-1.7\nslides')
})

it('a time that is none is refused, and stays typed', async () => {
  const { release } = await aWorld()
  expect(await (await release('')).text()).toContain('Choose when they are shown')
  const page = await (await release('at', '31/2/2026', 'noon')).text()
  expect(page).toContain('Enter the day, such as 12/6/2026')
  expect(page).toContain('Enter the time, such as 16:00')
  expect(page).toContain('value="noon"')
  expect(await (await release('at', '2027-03-28', '01:30')).text()).toContain('There is no 01:30 on 28 March 2027: the clocks go forward')
})

// “People with a confirmed place find them on their own page and record, whether they came or not; people who walked in and were marked, on their record.” “What is for one session is seen by those who are at it, and by nobody else.”
it('each sees what is for the sessions that they are at; whoever walked in sees them once they are marked', async () => {
  const { event, addLink, withPlace, prevent, records, school } = await aWorld()
  for (const [title, session] of [
    ['All', ''],
    ['Prevent', prevent],
    ['Records', records],
  ] as const)
    await addLink(title, 'https://a.example/', session)
  const [ann, bo, cai] = [await withPlace(prevent), await withPlace(records), await anAccount({})]
  expect(await onPlace(ann.link)).toBe('All (a.example) Prevent (a.example, Prevent)')
  expect(await onRecord(ann.cookie)).toBe('Safeguarding conference All (a.example) Prevent (a.example, Prevent)')
  await aMark(event.sessions[0]?.id ?? '', { placeId: bo.placeId }, 'absent')
  expect(await onPlace(bo.link)).toBe('All (a.example) Records (a.example, Records)')
  const walkIn = newId(tick())
  await add('WalkIn', {
    id: walkIn,
    eventId: event.id,
    sessionId: records,
    personId: cai.personId,
    schoolId: school.id,
    createdAt: inHours(0),
  })
  expect(await onRecord(cai.cookie)).toBeUndefined()
  await aMark(records, { walkInId: walkIn }, 'attended')
  expect(await onRecord(cai.cookie)).toBe('Safeguarding conference All (a.example) Records (a.example, Records)')
})

// “To everybody else there are no materials: no page says that there are any, and no address gives them out.” “Whose place is cancelled or given to somebody else sees them no longer, and whoever has it now does.”
it('whoever has no place, waits, had one or is somebody else is told nothing and gets nothing', async () => {
  const { event, addFiles, withPlace, school, release } = await aWorld(2)
  await addFiles([aPdf()])
  await release('now')
  const file = `/materials/${await fileOf(event.id)}`
  const [ann, bo, other] = [await withPlace(), await withPlace(), await anAccount({ schoolIds: [school.id] })]
  const nothing = async (link: string, cookie: string) => {
    expect(await onPlace(link)).toBeUndefined()
    expect(await onRecord(cookie)).toBeUndefined()
    expect([404, 410]).toContain((await request(`${link}${file}`)).status)
    expect((await request(`/account/record${file}`, { cookie })).status).toBe(404)
  }
  expect(await onPlace(ann.link)).toBe('Day one (PDF, 1 kB)')
  expect(await onRecord(other.cookie)).toBeUndefined()
  expect((await request(`/account/record${file}`, { cookie: other.cookie })).status).toBe(404)
  expect((await request(`/account/record${file}`)).status).not.toBe(200)
  const { id } = event
  expect(await (await request(`/events/${event.code}`)).text()).not.toContain('materials')
  expect((await request(`/organiser/events/${event.code}/materials/files/${file.slice(11)}`, { cookie: other.cookie })).status).toBe(404)

  await run(`UPDATE Place SET state = 'cancelled' WHERE id = ?1`, bo.placeId)
  await nothing(bo.link, bo.cookie)
  // Somebody else has the place: their link works, and hers does not.
  const dai = await anAccount({})
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', ann.placeId, dai.personId, inHours(0))
  await nothing(ann.link, ann.cookie)
  expect(await onPlace(await aLink(ann.placeId, dai.personId))).toBe('Day one (PDF, 1 kB)')
  expect(await onRecord(dai.cookie)).toBe('Safeguarding conference Day one (PDF, 1 kB)')
  // A place that waits has none.
  const waits = await withPlace()
  await run(`UPDATE Place SET state = 'held', heldUntil = ?2, waitsFor = 'list' WHERE id = ?1`, waits.placeId, inHours(-1))
  await nothing(waits.link, waits.cookie)
  expect(await rows(`SELECT COUNT(*) AS n FROM Material WHERE eventId = ?1`, id)).toEqual([{ n: 1 }])
})
