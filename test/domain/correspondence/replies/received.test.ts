import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readAnswer } from '#correspondence/replies/calendar-answer.ts'
import { readMail } from '#correspondence/replies/read-mail.ts'
import { answeredSubject, answersDecline, isVouchedFor, judgeAnswer, passedText } from '#correspondence/replies/received.ts'
import { holdsFor } from '#test/support/holds.ts'

const reply = (lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')

const sound = ['UID:u@x', 'ATTENDEE;CN="A: B";PARTSTAT=ACCEPTED:MAILTO:Ann@Example.sch.uk', 'DTSTAMP:20261101T090000Z', 'SEQUENCE:3']

it('reads the UID, the attendee, the answer, the version and the moment, and nothing else', () => {
  expect(readAnswer(reply([...sound, 'COMMENT:a secret', 'SUMMARY:x']))).toEqual({
    kind: 'reply',
    uid: 'u@x',
    attendee: 'ann@example.sch.uk',
    answer: 'accepted',
    sequence: 3,
    stamp: '2026-11-01T09:00:00.000Z',
  })
  // Without a SEQUENCE it is the first version.
  expect(readAnswer(reply(sound.slice(0, 3)))).toMatchObject({ sequence: 0 })
  expect(readAnswer(reply(sound).replaceAll('\r\n', '\n'))).toMatchObject({ kind: 'reply' })
})

it('no text makes it throw, whatever of an answer is cut out, doubled or replaced', () => {
  const lines = reply(sound).split('\r\n')
  holdsFor(
    [fc.array(fc.oneof(fc.constantFrom(...lines), fc.string(), fc.string({ unit: 'binary' })), { maxLength: 20 })],
    { numRuns: 200 },
    (some) => {
      expect(['reply', 'none']).toContain(readAnswer(some.join('\r\n')).kind)
    },
  )
})

it('no bytes make the reading of a mail throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.string().map((text) => new TextEncoder().encode(text)),
      ),
      async (raw) => {
        const read = await readMail(raw)
        expect(read === undefined || typeof read.from === 'string').toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

it('only the person of a live entry answers it, by their own address and to a version that was sent', () => {
  const answer = {
    kind: 'reply',
    uid: 'u',
    attendee: 'a@x.uk',
    answer: 'declined',
    sequence: 2,
    stamp: '2026-11-01T09:00:00.000Z',
  } as const
  const entry = { state: 'live', sequence: 2, email: 'A@x.uk' } as const
  const by = (from: string, isVouched = true) => ({ from, isVouched })
  expect([
    judgeAnswer(by('a@x.uk'), answer, entry),
    judgeAnswer(by('a@x.uk'), answer, { ...entry, sequence: 3 }),
    judgeAnswer(by('a@x.uk'), answer, { ...entry, sequence: 1 }),
    judgeAnswer(by('a@x.uk'), answer, { ...entry, state: 'cancelled' }),
    judgeAnswer(by('a@x.uk'), answer, { ...entry, email: null }),
    judgeAnswer(by('b@x.uk'), answer, entry),
    judgeAnswer(by('a@x.uk'), { ...answer, attendee: 'b@x.uk' }, entry),
    judgeAnswer(by('a@x.uk'), answer, undefined),
    judgeAnswer(by('a@x.uk', false), answer, entry),
    judgeAnswer(by('a@x.uk', false), answer, undefined),
  ]).toEqual([
    'answered',
    'answered',
    'unknown_version',
    'entry_ended',
    'not_from_attendee',
    'not_from_attendee',
    'not_from_attendee',
    'unknown_entry',
    'not_vouched',
    'unknown_entry',
  ])
})

it('a decline is answered when it is new and stands', () => {
  const at = (minute: number) => `2026-11-01T09:0${minute}:00.000Z`
  const said = (answer: 'accepted' | 'declined', sequence: number, minute: number) => ({ id: 'x', answer, sequence, stamp: at(minute) })
  const decline = { answer: 'declined', sequence: 1, stamp: at(5) } as const
  expect([
    answersDecline(decline, undefined),
    answersDecline(decline, said('declined', 1, 1)),
    answersDecline(decline, said('declined', 0, 9)),
    answersDecline(decline, said('accepted', 1, 1)),
    answersDecline(decline, said('accepted', 1, 9)),
    answersDecline(decline, said('accepted', 2, 1)),
    answersDecline({ ...decline, answer: 'accepted' }, undefined),
  ]).toEqual([true, false, true, true, false, false, false])
})

it('a subject is found under whatever was put before it, and a text is clipped and plain', () => {
  for (const before of ['Re: ', 'AW: Re: ', 'FWD: ', 'RE[2]: ', 'Antw: ', ' re : ', ''])
    expect(answeredSubject(`${before}Your place: X`)).toBe('Your place: X')
  expect(answeredSubject('Rearranged: x')).toBe('Rearranged: x')
  expect(passedText('a\u0007b\r\nc\u001b[31m\n\n\n\nd\te ')).toBe('ab\nc[31m\n\nd\te')
  expect(passedText('x'.repeat(20_000)).length).toBe(10_002)
})

// “What a stranger calls their server or their address of the envelope says nothing in the mail
// provider’s name.”
it('the mail provider’s own one result of DMARC vouches for a writer, and nothing that the writer’s server says of itself does', () => {
  const spf = (said: string) =>
    `amazonses.com; spf=pass (spfCheck: domain of evil.example designates 192.0.2.1 as permitted sender) ${said}`
  const vouched = (said: string, ...more: string[]) => isVouchedFor('head@school.example', [said, ...more])
  const own = 'dmarc=pass header.from=school.example'
  const fails = 'dmarc=fail header.from=school.example'
  const envelope = 'client-ip=192.0.2.1; envelope-from=x@evil.example'
  expect([
    vouched(`amazonses.com; ${own}`),
    vouched(spf(`${envelope}; helo=evil.example;\n dkim=pass header.i=@evil.example;\n ${own};`)),
    vouched(`AmazonSES.com; DMARC=Pass Header.From=School.example`, `mx.evil.example; ${fails}`),
  ]).toEqual([true, true, true])
  const forged = [
    spf(`${envelope}; helo=x;dmarc=pass,header.from=school.example; dkim=none; ${fails}`),
    spf(`${envelope}; helo=x;${own}; dkim=none; ${fails}`),
    spf(`${envelope}; helo=x;${own}; dkim=none`),
    spf(`envelope-from="x; ${own} "@evil.example; helo=evil.example; dkim=none; ${fails}`),
    spf(`envelope-from="x"@evil.example; dkim=none; ${own}`),
    spf(`envelope-from=x\\@evil.example; dkim=none; ${own}`),
    spf(`${envelope}; helo=x(; dkim=none; ${fails}); ${own}`),
    spf(`${envelope}; helo=x(; dkim=none; ${own}`),
    spf(`${envelope}; (${fails}) dkim=none; ${own}`),
    `amazonses.com; ${own}; ${own}`,
    `amazonses.com; ${own} reason=x`,
    `amazonses.com; ${own}.evil.example`,
    'amazonses.com; dmarc=none header.from=school.example',
    'amazonses.com; dmarc=pass',
    `amazonses.com.evil.example; ${own}`,
    `(amazonses.com) evil.example; ${own}`,
    '',
  ]
  expect(forged.filter((said) => vouched(said))).toEqual([])
  expect(isVouchedFor('head@school.example', [])).toBe(false)
  // Only the topmost is the provider’s.
  expect(vouched(`amazonses.com; ${fails}`, `amazonses.com; ${own}`)).toBe(false)
})
