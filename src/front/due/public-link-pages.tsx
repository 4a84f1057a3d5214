import { type Context, Hono } from 'hono'
import { bookByLink, sendLinkCode } from '#attendance/links/book-by-link.ts'
import type { LinkEnd } from '#attendance/links/booking-link.ts'
import { type FoundLink, findBookingLink, isCodeAsked, shownOf } from '#attendance/links/find-link.ts'
import { EnterLinkCode, LinkPage, sayPress, toSendCode } from '#attendance/links/views/link.tsx'
import { linkEnds } from '#attendance/links/views/refusals.tsx'
import type { Act } from '#base/act.ts'
import { sayDays } from '#base/dates.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { askForDateByLink } from '#correspondence/dates/ask-date.ts'
import { readTypedAnswers } from '#events/questions/forms.ts'
import { answerFields, answersForm, judgeFields } from '#events/questions/views/fields.tsx'
import { codeForm } from '#people/sign-in/forms.ts'
import { codeCookie, knownCookie } from '#people/sign-in/session.ts'
import { type CodeRefusal, sayCodeRefusal } from '#people/sign-in/sign-in.ts'
import { codeNotSent, codeRefusals } from '#people/sign-in/views/refusals.tsx'
import { schoolLabel } from '#schools/schools/school.ts'

type C = Context<AppEnv>
type Here = Asked & { c: C }

const addressIn = ({ part }: Pick<Asked, 'part'>): string => `/book-link/${part('token')}`

const refused = {
  ...codeRefusals,
  ...linkEnds,
  code_asked: 'Ask for a code first: a place at this price is booked with one',
  not_as_shown: { afresh: 'Nothing was booked: what this link can book has changed. It is below.' },
}
const sayBooked = (_: unknown, isHeld: boolean): string => (isHeld ? 'The place is held for you' : 'Booked')

/** What a link books, or a page that says that there is none. */
const findHere = async (act: Act, { part, c }: Here): Promise<FoundLink | Response> => {
  // The address is a secret, so no shared cache may keep it.
  c.header('cache-control', 'private, no-store')
  return (await findBookingLink(act, part('token'))) ?? c.notFound()
}
const captionOf = ({ link, offer }: FoundLink): string => (offer ? `${offer.event.title}, for ${schoolLabel(link)}` : schoolLabel(link))
const questionsOf = ({ offer }: FoundLink) => offer?.questions ?? []

const book = press({
  at: '/:token',
  find: findHere,
  form: (_, found: FoundLink) => answersForm(questionsOf(found)),
  hidden: (found: FoundLink) => ({ shown: shownOf(found) }),
  button: sayPress,
  act: (act, _, { subject, part, field, body }) =>
    bookByLink(act, part('token'), { shown: field('shown'), answers: readTypedAnswers(body, 1) }, subject),
  refused,
  done: sayBooked,
  to: addressIn,
})

const tell = press({
  at: '/:token/tell',
  button: 'Tell me when there is a date',
  act: (act, _, { part, id }) => askForDateByLink(act, part('token'), id),
  refused: {
    there_is_one: { afresh: 'What this link can book has changed. It is below.' },
    changed: { afresh: 'Nothing was changed: this link has ended.' },
  },
  to: addressIn,
})

/** Keeps in this browser what its code is known by, or says why none was sent. */
export const keptCode = (c: C, sent: Result<string, LinkEnd | 'code_not_sent'> | CodeRefusal, now: Date) => {
  if (sent.ok) {
    codeCookie.set(c, sent.value)
    return ok(undefined)
  }
  if ('until' in sent) return { ok: false as const, refusal: { field: 'code', says: sayCodeRefusal(sent, now), until: sent.until } }
  return refuse(sent.reason)
}

const send = press({
  at: '/:token/send',
  shape: () => toSendCode,
  button: 'Send the code',
  act: async (act, _, { c, council, part }) => {
    const ask = { token: part('token'), network: clientAddress(c), knownToken: knownCookie.read(c) }
    return keptCode(c, await sendLinkCode(c.env, act, council, ask), act.now)
  },
  refused: { ...linkEnds, code_not_sent: { field: 'code', says: codeNotSent, status: 503 } },
  to: (asked) => `${addressIn(asked)}/code`,
})

const linkPage = page({
  at: '/:token',
  find: findHere,
  title: 'Book a place',
  heading: ({ link, end, offer }) =>
    end === 'booked'
      ? `${link.who}: booking ${link.reference}`
      : offer
        ? `Book ${link.who} for ${sayDays(offer.days)}${end ? ' instead' : ''}`
        : 'This link books nothing any more',
  caption: captionOf,
  head: <meta name="robots" content="noindex" />,
  presses: { book, send, tell },
  show: (found, forms, { now }) => (
    <LinkPage
      found={found}
      now={now}
      form={found.offer && isCodeAsked(found, found.offer) ? forms.send() : forms.book(found)}
      tell={forms.tell()}
    />
  ),
})

const bookWithCode = press({
  at: '/:token/code',
  find: findHere,
  form: (_, found: FoundLink) =>
    form({ ...answerFields(questionsOf(found)), ...codeForm.fields }, (schema) =>
      schema.superRefine((typed, context) => void judgeFields(questionsOf(found))(typed, context)),
    ),
  hidden: (found: FoundLink) => ({ shown: shownOf(found) }),
  button: sayPress,
  act: async (act, { code }, { subject, c, part, field, body }) => {
    const how = { shown: field('shown'), code: { token: codeCookie.read(c), code: String(code) }, answers: readTypedAnswers(body, 1) }
    const booked = await bookByLink(act, part('token'), how, subject)
    if (booked.ok) codeCookie.clear(c)
    return booked
  },
  refused,
  done: sayBooked,
  to: addressIn,
})

const codePage = page({
  at: '/:token/code',
  find: async (act, asked: Here): Promise<FoundLink | Response> => {
    const found = await findHere(act, asked)
    if (found instanceof Response) return found
    const isAsked = asked.c.req.method === 'POST' || (found.offer && codeCookie.read(asked.c) !== undefined)
    return isAsked ? found : asked.c.redirect(addressIn(asked), 303)
  },
  title: 'Check your email',
  caption: captionOf,
  head: <meta name="robots" content="noindex" />,
  presses: { bookWithCode },
  show: (found, forms, asked) => (
    <LinkPage found={found} now={asked.now} form={<EnterLinkCode again={addressIn(asked)} form={forms.bookWithCode(found)} />} />
  ),
})

/** By the link of a mail; only posting books, for whoever was sent it. Mounted at /book-link. */
export const publicBookingLinkPages = withPages(new Hono<AppEnv>(), linkPage, codePage)
