// What Muster expects of Resend, asked of the twin; and with RESEND_CONTRACT_KEY (and RESEND_CONTRACT_FROM, an address at a domain verified for
// it) asked of Resend itself in the same words. Mail goes to Resend's own testing addresses alone.
import { type CreateEmailOptions, Resend } from 'resend'
import { afterAll, describe, expect, it } from 'vitest'
import { given, refusal, resendInNode } from '#test/support/resend-in-node.ts'

const key = process.env['RESEND_CONTRACT_KEY']
const from = process.env['RESEND_CONTRACT_FROM']
if (key && !from) throw new Error('RESEND_CONTRACT_FROM must name an address at a domain that is verified for RESEND_CONTRACT_KEY.')

const twin = await resendInNode()
afterAll(() => twin.stop())

const unique = crypto.randomUUID()
const where = [
  {
    name: 'the twin',
    resend: twin.account('contract').resend,
    sender: 'Muster <conferences@muster.example>',
    patience: 5_000,
    skipped: false,
  },
  {
    name: 'Resend (skipped without RESEND_CONTRACT_KEY)',
    resend: new Resend(key ?? 're_none'),
    sender: from ?? '',
    patience: 120_000,
    skipped: !key,
  },
]

for (const { name, resend, sender, patience, skipped } of where)
  describe.skipIf(skipped)(name, () => {
    const mail = (more: Partial<CreateEmailOptions> = {}): CreateEmailOptions =>
      ({ from: sender, to: 'delivered+muster@resend.dev', subject: 'Contract', text: 'Contract', ...more }) as CreateEmailOptions
    const keyed = (words: string) => ({ idempotencyKey: `${unique}/${words}` })
    // Resend takes a few requests a second; the twin as many as come.
    const pause = () => new Promise((resolve) => setTimeout(resolve, name === 'the twin' ? 0 : 1100))
    const until = async <T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> => {
      const end = Date.now() + patience / 2
      for (;;) {
        await pause()
        const answer = await ask()
        if (good(answer) || Date.now() > end) return answer
      }
    }

    it(
      'sends a calendar entry once under its key, and gives the same answer again',
      async () => {
        const calendar = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Muster//EN\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n'
        const invitation = mail({
          headers: { 'X-Muster': 'contract' },
          tags: [{ name: 'message', value: unique }],
          attachments: [
            {
              filename: 'invite.ics',
              content: Buffer.from(calendar).toString('base64'),
              contentType: 'text/calendar; charset=utf-8; method=REQUEST',
            },
          ],
        })
        const first = await given(resend.emails.send(invitation, keyed('once')))
        await pause()
        expect(await given(resend.emails.send(invitation, keyed('once')))).toEqual(first)
        const got = await until(
          () => given(resend.emails.get(first.id)),
          (one) => one.last_event === 'delivered',
        )
        expect([got.object, got.id, got.subject, got.last_event]).toEqual(['email', first.id, 'Contract', 'delivered'])
        expect(got.to[0]).toContain('delivered+muster@resend.dev')
      },
      patience,
    )

    it(
      'refuses another mail under a key that was used',
      async () => {
        await given(resend.emails.send(mail(), keyed('other')))
        await pause()
        expect(await refusal(resend.emails.send(mail({ subject: 'Changed' }), keyed('other')))).toMatchObject({
          statusCode: 409,
          name: 'invalid_idempotent_request',
        })
      },
      patience,
    )

    it.each([
      ['a recipient that is no address', { to: 'nobody' }, 422, 'validation_error'],
      ['a recipient at example.com', { to: 'ann@example.com' }, 422, 'validation_error'],
      ['a sender at a domain that is not verified', { from: 'ann@not-verified.muster-contract.dev' }, 403, 'validation_error'],
      ['a tag with a space', { tags: [{ name: 'a', value: 'b c' }] }, 422, 'validation_error'],
    ] as const)(
      'refuses %s',
      async (_, more, statusCode, kind) => {
        await pause()
        expect(await refusal(resend.emails.send(mail(more as Partial<CreateEmailOptions>)))).toMatchObject({ statusCode, name: kind })
      },
      patience,
    )

    it(
      'knows no key of nobody, no mail that was never sent and no address that it has not',
      async () => {
        await pause()
        expect(await refusal(resend.emails.get('00000000-0000-4000-8000-000000000000'))).toMatchObject({
          statusCode: 404,
          name: 'not_found',
        })
        await pause()
        const stranger = new Resend('re_of_nobody_0', { baseUrl: resend.baseUrl })
        // Resend has been seen to answer 400, 401 and 403 to a wrong key. The twin takes any key of the right form.
        if (name === 'Resend') expect([400, 401, 403]).toContain((await refusal(stranger.emails.send(mail()))).statusCode)
      },
      patience,
    )

    it(
      'sends a batch whole or not at all, or what can be sent of it',
      async () => {
        const two = [mail({ to: 'delivered+one@resend.dev' }), mail({ to: 'nobody' })]
        expect((await refusal(resend.batch.send(two))).statusCode).toBe(422)
        await pause()
        const some = await given(resend.batch.send(two, { batchValidation: 'permissive' }))
        expect([some.data.length, some.errors.map((one) => one.index)]).toEqual([1, [1]])
        await pause()
        const both = [mail({ to: 'delivered+one@resend.dev' }), mail({ to: 'delivered+two@resend.dev' })]
        const first = await given(resend.batch.send(both, keyed('batch')))
        expect(first.data).toHaveLength(2)
        await pause()
        expect(await given(resend.batch.send(both, keyed('batch')))).toEqual(first)
      },
      patience,
    )

    it.each([
      ['bounced+muster@resend.dev', 'bounced'],
      ['complained+muster@resend.dev', 'complained'],
      ['suppressed+muster@resend.dev', 'suppressed'],
    ])(
      'mail to %s ends as %s',
      async (to, last) => {
        await pause()
        const { id } = await given(resend.emails.send(mail({ to })))
        const got = await until(
          () => given(resend.emails.get(id)),
          (one) => one.last_event === last,
        )
        expect(got.last_event).toBe(last)
      },
      patience,
    )
  })
