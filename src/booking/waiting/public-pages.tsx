import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, type Press, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import { bookingState, firstStart } from '#events/events/event.ts'
import { answerForm, type OfferAnswer } from './forms.ts'
import { heldOf, stateAt } from './offer.ts'
import { acceptOffer, declineOffer, findOffer, type OfferKey } from './settle-offer.ts'
import { headings, NoOfferPage, type Offered, OfferFacts } from './views/offer.tsx'
import { settleRefusals } from './views/refusals.tsx'

/** The form of an offer: by the link of its mail, and on its booking. */
export const answering = {
  form: answerForm,
  hidden: ({ found, taking }: Offered) => ({ seen: String(taking?.priced.gross ?? 0), begins: firstStart(found.event) ?? '' }),
  button: ({ found }: Offered) => {
    const held = heldOf(found).length
    return [
      { text: `Accept ${held === 1 ? 'the place' : `${held} places`}`, name: 'answer', value: 'accept' },
      { text: 'Decline', name: 'answer', value: 'decline', kind: 'secondary' as const },
    ]
  },
  refused: settleRefusals,
  done: ({ values }: { values: OfferAnswer }) =>
    values.answer === 'accept' ? 'Accepted. What was kept is booked for you' : 'Declined. The next school is asked',
}

/** A second answer sees what came of the first. */
export const answerOffer = (act: Act, key: OfferKey, { answer, ...shown }: OfferAnswer) =>
  answer === 'accept' ? acceptOffer(act, key, shown) : declineOffer(act, key)

export const offerPage = (answer: Press<Offered>, keyOf: (act: Act, part: Asked['part']) => OfferKey | Promise<OfferKey>) =>
  page({
    at: answer.at,
    also: async (act, _, { part, c }: Asked & { c: Context<AppEnv> }) => {
      // The address is a secret, so no shared cache may keep it.
      c.header('cache-control', 'private, no-store')
      const details = await findOffer(act, await keyOf(act, part))
      if (!details) {
        c.status(404)
        return c.render(<NoOfferPage />, { title: 'There is no such offer' })
      }
      const { event, booking, offer } = details
      const state = stateAt(offer, instant(act.now))
      const held = heldOf(details).map(({ id }) => id)
      return {
        found: details,
        state,
        taking: state === 'open' ? await outcomeOfTaking(act, event, booking, held) : undefined,
        signedIn: act.actor.accountId !== undefined,
        mayJoin: ['open', 'full'].includes(bookingState(event, event.taken, act.now)),
      }
    },
    title: ({ state }) => (state === 'open' ? 'Accept or decline an offer' : 'An offer'),
    heading: ({ found, state }) =>
      found.event.state === 'cancelled'
        ? 'This event is cancelled'
        : state === 'open'
          ? `${counted(heldOf(found).length, 'place is', 'places are')} kept for you`
          : headings[state],
    caption: ({ found }) => found.event.title,
    head: <meta name="robots" content="noindex" />,
    presses: { answer },
    show: (offered, forms) => <OfferFacts {...offered} form={forms.answer(offered)} />,
  })

const byToken = (_: Act, part: Asked['part']): OfferKey => ({ token: part('token') })

const answer = press({
  at: '/:token',
  ...answering,
  act: (act, values, { part }) => answerOffer(act, byToken(act, part), values),
  to: ({ part }) => `/offers/${part('token')}`,
})

/** Its holder answers for the school, and only posting changes anything. Mounted at /offers. */
export const publicOfferPages = withPages(new Hono<AppEnv>(), offerPage(answer, byToken))
