import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { anAccount, anAct, anEvent, aSchool, bindings, htmlOf, request } from '#test/support/factories.ts'

type Mail = {
  id: string
  at: string
  from: string
  to: string
  subject: string
  text: string
  html: string
  attachments: { filename: string; contentType: string; content: string }[]
}

const aBooking = async () => {
  const event = await anEvent({ title: 'Conference & lunch' })
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Siân Ŵyn', email: 'sian@example.sch.uk', roleId: 'dsl', represents: [] }],
  })
  await deliverDue(bindings, new Date('2026-04-01T09:00:00.000Z'))
}

it('mail is readable as JSON, newest last, with attachments in base64', async () => {
  await aBooking()
  const mails = (await (await request('/dev/inbox.json')).json()) as Mail[]
  expect(mails.map((mail) => mail.attachments.length)).toEqual([0, 1])
  const mail = mails.at(-1)
  expect(Object.keys(mail ?? {}).sort((a, b) => a.localeCompare(b))).toEqual([
    'at',
    'attachments',
    'from',
    'html',
    'id',
    'subject',
    'text',
    'to',
  ])
  expect(mail?.to).toBe('"Siân Ŵyn" <sian@example.sch.uk>')
  expect(mail?.from).toBe('"Your council" <conferences@example.gov.uk>')
  expect(mail?.attachments[0]?.contentType).toBe('text/calendar; charset=utf-8; method=REQUEST')
  expect(atob(mail?.attachments[0]?.content ?? '')).toContain('BEGIN:VCALENDAR')
})

it('of all mail what went to one address, or has come since an instant, can be asked for', async () => {
  const mails = async (query: Record<string, string>) =>
    (await (await request(`/dev/inbox.json?${new URLSearchParams(query)}`)).json()) as Mail[]
  const asked = async (query: Record<string, string>) => (await mails(query)).map((mail) => mail.to)
  const all = await asked({})
  const last = (await mails({})).at(-1)?.at ?? ''
  expect(await asked({ to: 'sian@example.sch.uk' })).toEqual(['"Siân Ŵyn" <sian@example.sch.uk>'])
  expect(await asked({ to: all[0] ?? '' })).toEqual([all[0]])
  expect(await asked({ to: 'an@example.sch.uk' })).toEqual([])
  expect(await asked({ since: last })).toContain(all.at(-1))
  expect(await asked({ since: new Date(Date.parse(last) + 1).toISOString() })).toEqual([])
  expect(await asked({ since: 'yesterday' })).toEqual(all)
})

it('and as a mail client would show it, its calendar entry too', async () => {
  const mails = (await (await request('/dev/inbox.json')).json()) as Mail[]
  const id = mails.at(-1)?.id
  expect(await (await request('/dev/inbox')).text()).toContain(`/dev/inbox/${id}`)
  const page = await (await request(`/dev/inbox/${id}`)).text()
  expect(page).toContain('Conference &amp; lunch')
  expect(page).toContain('Friday 12 June 2026, 9:30am to 4pm')
  expect(page).toContain('conferences@example.gov.uk')
  const body = await request(`/dev/inbox/${id}/body`)
  expect(body.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(body.headers.get('x-frame-options')).toBeNull()
  expect(await body.text()).toContain('You have a place')
  const file = await request(`/dev/inbox/${id}/attachments/0`)
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="invite.ics"')
  expect(await file.text()).toContain('METHOD:REQUEST\r\n')
  expect((await request(`/dev/inbox/${id}/attachments/7`)).status).toBe(404)
  expect((await request('/dev/inbox/none')).status).toBe(404)
})

it('without LOCAL_MAIL none of it exists', async () => {
  const mails = (await (await request('/dev/inbox.json')).json()) as Mail[]
  const id = mails.at(-1)?.id
  for (const path of ['/dev/inbox', '/dev/inbox.json', `/dev/inbox/${id}`, `/dev/inbox/${id}/body`, `/dev/inbox/${id}/attachments/0`]) {
    for (const value of ['', '0', 'true']) {
      expect(await htmlOf(request(path, { bindings: { ...bindings, LOCAL_MAIL: value } }), 404)).not.toContain('example.sch.uk')
    }
  }
})
