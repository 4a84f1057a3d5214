// A school whose invitations went out through the twin of the mail provider, so that calendars can answer them by mail.

import { newToken } from '#base/id.ts'
import type { Bindings } from '#base/web/env.ts'
import { type anEvent, request, rows } from '#test/support/factories.ts'
import { resendTwinFor } from '#test/support/resend-twin.ts'
import { webhookSecret } from '#test/support/resend-webhooks.ts'
import { aWorld, type Place } from '#test/worker/correspondence/delivery/world.ts'

export const ourAddress = 'conferences@example.gov.uk'

export const aPost = async (names?: readonly string[], facts: Parameters<typeof anEvent>[0] = {}) => {
  const key = `re_${newToken().replaceAll(/[^a-z]/gi, '')}`
  const bindings: Partial<Bindings> = {
    RESEND_API_KEY: key,
    RESEND_WEBHOOK_SECRET: webhookSecret,
    RESEND_INBOUND_KEY: key,
    MAIL_FROM: `Muster <${ourAddress}>`,
  }
  // An absent binding and one that is undefined are the same to the Worker.
  Object.assign(bindings, { LOCAL_MAIL: undefined })
  const desk = resendTwinFor(key)
  await desk.endpoint('https://muster.example/resend/webhooks', webhookSecret)
  await desk.settings({ perSecond: null })
  const world = await aWorld(names, facts, bindings)

  /** Hands over whatever the provider has to tell, and waits for what follows from it. */
  const arrive = (): Promise<void> => tell()
  const tell = async (without: { RESEND_INBOUND_KEY?: undefined } = {}): Promise<void> => {
    for (let round = 0; round < 5; round += 1) {
      const deliveries = await desk.deliveries()
      if (deliveries.length === 0) return
      for (const { body, headers } of deliveries) {
        const answer = await request('/resend/webhooks', {
          method: 'POST',
          body,
          headers: { ...headers },
          bindings: Object.assign({ ...bindings }, without),
        })
        if (answer.status !== 200) throw new Error(`webhook answered ${answer.status}`)
      }
    }
  }

  /** The provider's id of the invitation that this person got last. */
  const invitationTo = async (place: Pick<Place, 'placeId'>): Promise<string> =>
    (
      await rows<{ providerId: string }>(
        `SELECT providerId FROM Message WHERE placeId = ?1 AND method = 'REQUEST' AND state = 'sent' ORDER BY rowid DESC LIMIT 1`,
        place.placeId,
      )
    )[0]?.providerId ?? ''

  const reply = async (place: Place, answer: 'ACCEPTED' | 'DECLINED' | 'TENTATIVE', more: Parameters<typeof desk.reply>[2] = {}) => {
    const arrived = await desk.reply(await invitationTo(place), answer, more)
    await arrive()
    return outcomeOf(arrived.id)
  }

  /** A mail that somebody sends to our address, whole, with what the provider puts above it. */
  const inbound = async (raw: string, vouched = vouchedFor(raw)) => {
    const arrived = await desk.inbound(ourAddress, `${vouched}${raw}`.replaceAll(/\r?\n/g, '\r\n'))
    await arrive()
    return outcomeOf(arrived.id)
  }
  await arrive()
  return { ...world, bindings, desk, arrive, tell, reply, inbound, invitationTo }
}

/** The provider found that the domain of the writer vouches for them. */
export const vouchedFor = (raw: string): string => {
  const domain = raw.match(/^From:.*@([^>\s]+)/im)?.[1] ?? ''
  return `Authentication-Results: amazonses.com;\n spf=pass (spfCheck: domain of ${domain} designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=post@${domain}; helo=mail.${domain};\n dkim=pass header.i=@${domain};\n dmarc=pass header.from=${domain};\n`
}

const outcomeOf = async (emailId: string): Promise<string | null | undefined> =>
  (await rows<{ outcome: string | null }>('SELECT outcome FROM MailEvent WHERE providerId = ?1', emailId))[0]?.outcome

export const standing = (placeId: string) =>
  rows<{ answer: string; sequence: number }>(
    'SELECT q.answer, q.sequence FROM CurrentReply q JOIN Invitation i ON i.id = q.invitationId WHERE i.placeId = ?1 ORDER BY i.id',
    placeId,
  )

export const uidOf = async (placeId: string): Promise<string> =>
  (await rows<{ uid: string }>(`SELECT uid FROM Invitation WHERE placeId = ?1 AND state = 'live'`, placeId))[0]?.uid ?? ''

/** An answer as a calendar sends it, with what a test wants otherwise. */
export const calendarMail = (
  from: string,
  uid: string,
  more: {
    method?: string
    partstat?: string
    lines?: string[]
    stamp?: string | null
    attendee?: string
    headers?: string[]
    sequence?: number
  } = {},
): string =>
  [
    `From: <${from}>`,
    `To: <${ourAddress}>`,
    'Subject: Declined: your place',
    ...(more.headers ?? []),
    'MIME-Version: 1.0',
    `Content-Type: text/calendar; charset=utf-8; method=${more.method ?? 'REPLY'}`,
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Test//Test//EN',
    `METHOD:${more.method ?? 'REPLY'}`,
    'BEGIN:VEVENT',
    `ATTENDEE;PARTSTAT=${more.partstat ?? 'DECLINED'}:mailto:${more.attendee ?? from}`,
    `UID:${uid}`,
    `SEQUENCE:${more.sequence ?? 0}`,
    ...(more.stamp === null ? [] : [`DTSTAMP:${more.stamp ?? '20261101T090000Z'}`]),
    ...(more.lines ?? []),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\n')
