import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { waitingRows } from '#people/claims/waiting-claim.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { withdrawRequest } from './request-booking.ts'
import { ownRequest, ownRequestPage } from './request-store.ts'
import { OwnRequestFacts } from './views/own-request.tsx'

const toRequest = ({ part }: Asked): string => `/requests/${part('id')}`

const own = page({
  at: '/requests/:id',
  also: async (act, _, { part, c }) => {
    const shown = await ownRequestPage(act, part('id'))
    if (!shown) throw notFound('request')
    const { request, asked, calendar } = shown
    return { request, waiting: asked ? waitingRows(asked, c.var.council, calendar, act.now) : [] }
  },
  title: 'Your request for places',
  back: { href: '/account', text: 'Your account' },
  show: (found) => <OwnRequestFacts {...found} />,
})

const withdraw = press({
  at: '/requests/:id/withdraw',
  button: [{ text: 'Withdraw the request', kind: 'warning' }],
  act: (act, _, { part }) => withdrawRequest(act, part('id')),
  refused: { no_such_request: gone, settled: { after: 'It was settled before you withdrew it. This is how it stands now.' } },
  done: 'Your request is withdrawn.',
  to: toRequest,
})

const withdrawal = page({
  at: withdraw.at,
  also: async (act, _, { part }) => {
    const request = await ownRequest(act, part('id'))
    if (request?.state !== 'waiting') throw notFound('request')
    return request
  },
  title: 'Withdraw this request',
  heading: 'Withdraw this request?',
  back: ({ id }) => ({ href: `/requests/${id}`, text: 'Back' }),
  presses: { withdraw },
  show: ({ places, eventTitle, school }, forms) => (
    <>
      <P>
        You no longer ask for {counted(places, 'place')} at “{eventTitle}” for {schoolLabel(school)}, and lose your turn. What you typed
        about the people coming is deleted.
      </P>
      {forms.withdraw()}
    </>
  ),
})

/** One's own requests for places; mounted at the root. */
export const schoolOwnRequestPages = withPages(new Hono<AppEnv>(), own, withdrawal)
