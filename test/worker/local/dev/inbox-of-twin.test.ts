// The inbox of a Muster beside the twin of Resend: what left by the real library, as it arrived.
import { expect, it } from 'vitest'
import type { Bindings } from '#base/web/env.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { anAccount, anAct, anEvent, aSchool, bindings, leadsTo, request, run } from '#test/support/factories.ts'
import { resendTwinFor } from '#test/support/resend-twin.ts'

const beside = (name: string): Bindings => ({
  ...bindings,
  RESEND_API_KEY: `re_${name}`,
  MAIL_TWIN_URL: 'https://api.resend.com',
})

/** A booking whose two mails have gone to the twin. */
const aBooking = async (name: string, email = 'sian@ashgrove.example') => {
  const at = beside(name)
  await run(`UPDATE Message SET state = 'failed' WHERE state = 'queued'`)
  const event = await anEvent({ title: 'Conference & lunch' })
  const school = await aSchool()
  const { actor } = await anAccount({ schoolIds: [school.id] })
  const placed = await placeBooking(anAct({ actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: [{ name: 'Siân Ŵyn', email, roleId: 'dsl', represents: [] }],
  })
  if (!placed.ok) throw new Error(placed.reason)
  await deliverDue(at, new Date('2026-04-01T09:00:00.000Z'))
  const desk = resendTwinFor(`re_${name}`)
  const accepted = await desk.accepted()
  const invitation = accepted.find((mail) => mail.attachments.length > 0)
  if (!invitation) throw new Error('No invitation arrived')
  const get = async (path: string): Promise<string> => (await request(path, { bindings: at })).text()
  const post = (path: string, form: Record<string, string>): Promise<Response> => request(path, { bindings: at, form })
  return { at, desk, accepted, invitation, get, post }
}

it('lists what the twin received, newest first, and finds it by address and subject', async () => {
  const { accepted, get } = await aBooking('inbox_list')
  expect(accepted).toHaveLength(2)
  const list = await get('/dev/inbox')
  expect(list).toContain('What the twin of Resend received')
  expect(list.match(/\/dev\/inbox\/[0-9a-f-]{36}/g)).toEqual(accepted.toReversed().map((mail) => `/dev/inbox/${mail.id}`))
  expect(list).toContain('2 mails, newest first')
  expect((await get('/dev/inbox?q=SIAN@ashgrove')).match(/\/dev\/inbox\/[0-9a-f-]{36}/g)).toHaveLength(1)
  expect(await get('/dev/inbox?q=nothing+of+the+kind')).toContain('No mail has these words')
  const json = JSON.parse(await get('/dev/inbox.json')) as { id: string; attachments: { content: string }[] }[]
  expect(json.map((mail) => mail.id)).toEqual(accepted.map((mail) => mail.id))
  expect(Object.keys(json[0] ?? {})).toEqual(['id', 'at', 'from', 'to', 'subject', 'text', 'html', 'attachments'])
  const asked = async (query: Record<string, string>) =>
    (JSON.parse(await get(`/dev/inbox.json?${new URLSearchParams(query)}`)) as { to: string }[]).map((mail) => mail.to)
  expect(await asked({ to: 'sian@ashgrove.example' })).toEqual(['"Siân Ŵyn" <sian@ashgrove.example>'])
  expect(await asked({ to: 'an@ashgrove.example' })).toEqual([])
  const last = Math.max(...accepted.map((mail) => mail.at))
  expect(await asked({ since: new Date(last).toISOString() })).toContain(accepted.at(-1)?.to[0])
  expect(await asked({ since: new Date(last + 1).toISOString() })).toEqual([])
  expect(json.flatMap((mail) => mail.attachments.map((one) => atob(one.content).slice(0, 15)))).toEqual(['BEGIN:VCALENDAR'])
})

it('shows a mail with its entry, every header, its source, and what became of it', async () => {
  const { invitation, get, at } = await aBooking('inbox_mail')
  const page = await get(`/dev/inbox/${invitation.id}`)
  for (const part of [
    'Conference &amp; lunch',
    'Friday 12 June 2026, 9:30am to 4pm',
    'MIME-Version',
    'email.sent',
    'email.delivered',
    'Accept',
    'Decline',
    'Mail to sian@ashgrove.example from now on',
  ])
    expect(page).toContain(part)
  expect(await get(`/dev/inbox/${invitation.id}/source`)).toContain('Content-Type: text/calendar; charset=utf-8; method=REQUEST')
  const file = await request(`/dev/inbox/${invitation.id}/message.eml`, { bindings: at })
  expect(file.headers.get('content-type')).toBe('message/rfc822')
  expect(await file.text()).toContain(`Message-ID: ${invitation.message_id}`)
  expect(await get(`/dev/inbox/${invitation.id}/attachments/0`)).toContain('METHOD:REQUEST\r\n')
  expect(await get(`/dev/inbox/${invitation.id}/body`)).toContain('You have a place')
  for (const path of ['none', 'none/source', 'none/message.eml', 'none/body', `${invitation.id}/attachments/7`])
    expect((await request(`/dev/inbox/${path}`, { bindings: at })).status).toBe(404)
})

it.each(['ACCEPTED', 'TENTATIVE', 'DECLINED'])('answers for the recipient: %s arrives as a mail of its own', async (act) => {
  const { invitation, post, desk } = await aBooking(`inbox_${act.toLowerCase()}`)
  expect(await leadsTo(post(`/dev/inbox/${invitation.id}/acts`, { act }))).toBe(`/dev/inbox/${invitation.id}`)
  const received = (await desk.events()).filter((one) => one.type === 'email.received')
  expect(received.map((one) => one.data.received_for)).toEqual([['conferences@example.gov.uk']])
})

it('bounces and complains for the recipient, and decides what becomes of later mail', async () => {
  const { invitation, post, get, desk } = await aBooking('inbox_bounce', 'later@ashgrove.example')
  expect((await post(`/dev/inbox/${invitation.id}/acts`, { act: 'bounce' })).status).toBe(303)
  const page = await get(`/dev/inbox/${invitation.id}`)
  expect(page).toContain('email.bounced')
  expect(page).toContain('The provider sends nothing more to this address')
  expect((await post(`/dev/inbox/${invitation.id}/address`, { fate: '' })).status).toBe(303)
  expect(await get(`/dev/inbox/${invitation.id}`)).not.toContain('The provider sends nothing more')
  expect((await post(`/dev/inbox/${invitation.id}/address`, { fate: 'soft_bounced' })).status).toBe(303)
  expect(await get(`/dev/inbox/${invitation.id}`)).toMatch(/value="soft_bounced" selected/)
  expect((await post(`/dev/inbox/${invitation.id}/acts`, { act: 'complain' })).status).toBe(303)
  expect((await desk.events()).map((one) => one.type).slice(-2)).toEqual(['email.bounced', 'email.complained'])
  expect((await post(`/dev/inbox/${invitation.id}/acts`, { act: 'laugh' })).status).toBe(400)
  expect((await post(`/dev/inbox/${invitation.id}/address`, { fate: 'lost' })).status).toBe(400)
})

it('without LOCAL_MAIL none of it exists, and without a twin nobody can be answered for', async () => {
  const { invitation, at } = await aBooking('inbox_closed')
  for (const [path, init] of [
    ['', {}],
    ['/source', {}],
    ['/message.eml', {}],
    ['/acts', { form: { act: 'bounce' } }],
    ['/address', { form: { fate: 'bounced' } }],
  ] as const) {
    expect((await request(`/dev/inbox/${invitation.id}${path}`, { ...init, bindings: { ...at, LOCAL_MAIL: '' } })).status).toBe(404)
    expect((await request(`/dev/inbox/${invitation.id}${path}`, { ...init, bindings })).status).toBe(404)
  }
  expect((await resendTwinFor('re_inbox_closed').accepted()).every((mail) => mail.last_event === 'delivered')).toBe(true)
})
