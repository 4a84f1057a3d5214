import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { EnterLinkCode, sayBookFor, toSendCode } from '#attendance/links/views/link.tsx'
import { linkEnds } from '#attendance/links/views/refusals.tsx'
import type { Act } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { type Form, form, sentAlong } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, filledIn, press } from '#base/web/press.tsx'
import { plainPattern } from '#base/web/route.ts'
import type { References } from '#booking/bookings/pricing.ts'
import { referencesForm } from '#booking/placing/paying-forms.ts'
import type { Placed } from '#booking/placing/place-booking.ts'
import { Bill } from '#booking/placing/views/price.tsx'
import { type AskedKey, findAsked, refuseAsked } from '#booking/requests/answer-asked.ts'
import { codeForm } from '#people/sign-in/forms.ts'
import { codeCookie, knownCookie } from '#people/sign-in/session.ts'
import { codeNotSent, codeRefusals } from '#people/sign-in/views/refusals.tsx'
import { type AnsweringOne, bookAsked, findAnswering, sendAskedCode } from './book-asked.ts'
import { keptCode } from './public-link-pages.tsx'
import { AgreedAsked, Answers, AskedFacts } from './views/asked.tsx'
import { sayNotBooked } from './views/due-places.tsx'

type C = Context<AppEnv>
type Here = Asked & { c: C }

const answered = 'It was answered already or withdrawn, or this address can no longer answer it.'
const refusals = {
  ...codeRefusals,
  not_at_once: { afresh: 'Nothing was booked. It cannot be booked with one press any more.' },
  code_asked: { afresh: 'Nothing was booked. Ask for a code first: a place at this price is booked with one.' },
}

const bookAt = (at: string): string => `${at}/:request/book`
const keyOf = ({ part }: Pick<Asked, 'part'>): AskedKey => (part('token') ? { token: part('token') } : { schoolId: part('schoolId') })
const listOf = (at: string, { part }: Pick<Asked, 'part'>): string =>
  filledIn(plainPattern(at), { token: part('token'), schoolId: part('schoolId') })

/** Without the key it does not exist; with it, it is answered. */
const findOne = async (act: Act, asked: Here): Promise<AnsweringOne | undefined> => {
  const found = await findAnswering(act, keyOf(asked))
  if (!found) throw notFound('page')
  const one = found.asked.find(({ request }) => request.id === asked.part('request'))
  return one && { as: found.act, one }
}

/** The day, price, sum and terms that are shown with the button. */
const seenOf = ({ one: { request, event, price } }: AnsweringOne) => ({
  startsAt: request.startsAt ?? '',
  priceId: event?.priceId ?? '',
  seen: String(price.pence),
  termsId: event?.termsId ?? '',
})

type Typed = { references?: Partial<References>; code?: { token: string | undefined; code: string } }

const book = async (act: Act, subject: AnsweringOne, field: (name: string) => string, { references = {}, code }: Typed) => {
  const shown = { startsAt: field('startsAt'), priceId: field('priceId'), seen: field('seen'), termsId: field('termsId'), references }
  const tried = await bookAsked(subject, shown, code)
  if (!tried.ok) return tried
  const { result } = tried.value
  if (result.ok) return result
  const says =
    result.reason === 'form_already_used'
      ? answered
      : `Nothing was booked. ${sayNotBooked(
          tried.value,
          subject.one.request.typed.delegates.map(({ name }) => name),
          act.now,
        )}`
  return { ok: false as const, refusal: { afresh: says } }
}

const doneWith = (_: unknown, { reference, toPay }: Placed): string =>
  toPay ? 'Held until you pay by card.' : `Booked. Your reference is ${reference}.`

const noReferences: Form<Partial<References>> = form({})

/** What is known of the bill is for somebody who is signed in. */
const detailsOf = ({ one: { byLink, payer } }: AnsweringOne) =>
  byLink
    ? {}
    : {
        costCentre: payer?.details?.costCentre,
        subjectiveCode: payer?.details?.subjectiveCode,
        billingEmail: payer?.details?.billingEmail,
      }

/** Books one of them: by the link for whoever got it, else for somebody who is signed in. */
const bookPress = (at: string) =>
  press({
    at: bookAt(at),
    find: findOne,
    form: (_, { one }: AnsweringOne) => (one.payer ? referencesForm(one.payer.route) : noReferences),
    filled: detailsOf,
    hidden: seenOf,
    shape: (fields, subject, { problems }) =>
      subject.one.payer ? (
        <Bill route={subject.one.payer.route} known={detailsOf(subject)} open={problems !== undefined}>
          {Object.values(fields)}
        </Bill>
      ) : null,
    button: ({ one: { who, price } }) => sayBookFor(who, price),
    act: (act, references, { subject, field }) => book(act, subject, field, { references }),
    refused: refusals,
    gone: answered,
    done: doneWith,
    to: (asked, placed) => (placed?.toPay ? `/bookings/${placed.reference}/pay` : listOf(at, asked)),
  })

/** What the page by the link of a mail and the page of the school have in common. */
const askedAt = (at: string) => ({
  frame: {
    at,
    find: (act: Act, asked: Here) => {
      // The address of a mail is a secret, so no shared cache may keep it.
      asked.c.header('cache-control', 'private, no-store')
      return findAnswering(act, keyOf(asked))
    },
    title: 'Who asks for a place',
    head: <meta name="robots" content="noindex" />,
  },
  refuse: press({
    at,
    find: (act, asked: Here) => findAsked(act, keyOf(asked)),
    form: form({ request: sentAlong(textField.pipe(z.string())) }),
    hidden: ({ id }: { id: string; who: string }) => ({ request: id }),
    button: ({ who }: { id: string; who: string }) => [{ text: 'Not this time', of: who, kind: 'secondary' as const }],
    act: (_, { request }, { subject }) => refuseAsked(subject, request),
    refused: { answered: { afresh: answered } },
    done: 'They are told: not this time.',
    to: (asked) => listOf(at, asked),
  }),
  book: bookPress(at),
})

const [link, school] = ['/asked/:token', '/school/:schoolId/asked']
const [byLink, ofSchool] = [askedAt(link), askedAt(school)]

const send = press({
  at: `${link}/:request/send`,
  find: findOne,
  shape: () => toSendCode,
  button: 'Send the code',
  act: async (act, _, { subject, c, council }) =>
    keptCode(c, await sendAskedCode(c.env, subject, council, { network: clientAddress(c), knownToken: knownCookie.read(c) }), act.now),
  refused: { ...linkEnds, code_not_sent: { field: 'code', says: codeNotSent, status: 503 } },
  gone: answered,
  to: (asked) => `${listOf(link, asked)}/${asked.part('request')}/code`,
})

const bookWithCode = press({
  at: `${link}/:request/code`,
  find: findOne,
  form: codeForm,
  hidden: seenOf,
  button: ({ one: { who, price } }: AnsweringOne) => sayBookFor(who, price),
  act: async (act, { code }, { subject, c, field }) => {
    const booked = await book(act, subject, field, { code: { token: codeCookie.read(c), code } })
    if (booked.ok) codeCookie.clear(c)
    return booked
  },
  refused: refusals,
  gone: answered,
  done: doneWith,
  to: (asked, placed) => (placed?.toPay ? `/bookings/${placed.reference}/pay` : listOf(link, asked)),
})

const codePage = page({
  at: bookWithCode.at,
  find: async (act, asked): Promise<AnsweringOne | Response | undefined> => {
    asked.c.header('cache-control', 'private, no-store')
    const isAsked = asked.c.req.method === 'POST' || codeCookie.read(asked.c) !== undefined
    return isAsked ? findOne(act, asked) : asked.c.redirect(listOf(link, asked), 303)
  },
  title: 'Check your email',
  head: <meta name="robots" content="noindex" />,
  presses: { bookWithCode },
  show: (subject, forms, asked) => (
    <>
      <AskedFacts one={subject.one} />
      <AgreedAsked one={subject.one} now={asked.now} />
      <EnterLinkCode again={listOf(link, asked)} form={forms.bookWithCode(subject)} />
    </>
  ),
})

/** What a school is asked, answered by the link of its mail or signed in. At the root. */
export const publicAskedPages = withPages(
  new Hono<AppEnv>(),
  page({
    ...byLink.frame,
    presses: { refuse: byLink.refuse, book: byLink.book, send },
    show: ({ act: as, asked }, forms, { now }) => (
      <Answers
        asked={asked}
        now={now}
        refuse={({ request: { id }, who }) => forms.refuse({ id, who })}
        book={(one) =>
          one.asksCode ? forms.send({ as, one }, { request: one.request.id }) : forms.book({ as, one }, { request: one.request.id })
        }
      />
    ),
  }),
  page({
    ...ofSchool.frame,
    presses: { refuse: ofSchool.refuse, book: ofSchool.book },
    show: ({ act: as, asked }, forms, { now }) => (
      <Answers
        asked={asked}
        now={now}
        refuse={({ request: { id }, who }) => forms.refuse({ id, who })}
        book={(one) => forms.book({ as, one }, { request: one.request.id })}
      />
    ),
  }),
  codePage,
)
