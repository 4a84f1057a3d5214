import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { sayChanged } from '#base/changed.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { sayDaysOff } from '#base/council/working-day.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { type Result, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { type Asked, atField, press } from '#base/web/press.tsx'
import { atStart } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { selectVocabulary } from '#events/events/list-store.ts'
import { eventByCode, selectEventByCode } from '#events/events/store.ts'
import { shortWhen } from '#events/events/views/places.tsx'
import { copyEvent } from './copy-event.ts'
import { copyForm, joinForm, leaveForm, seriesForm, seriesPricesForm } from './forms.ts'
import { priceSeries } from './price-series.ts'
import { type JoinRefusal, joinSeries, startSeries } from './save-series.ts'
import { type Series, usualDay } from './series.ts'
import { selectAllSeries, selectSeries } from './store.ts'
import { WhatIsCopied } from './views/copy.tsx'
import { DatesOfSeries, SeriesList } from './views/organiser-series.tsx'
import { joinRefusals } from './views/refusals.tsx'

const readAll = ({ db, now }: Asked) => together({ all: selectAllSeries(db, now), vocabulary: selectVocabulary(db, now) })

const start = press({
  at: '/series',
  read: readAll,
  form: (_, { vocabulary }) => seriesForm(vocabulary.topics),
  button: 'Start the series',
  act: (act, values, { id }) => startSeries(act, { id, ...values }),
  refused: atField('topicId', { unknown_topic: 'Choose the topic that all dates share' }, 422),
  to: (_, id) => `/organiser/series/${id}`,
})

const list = page({
  at: '/series',
  read: readAll,
  title: 'Series',
  wide: true,
  presses: { start },
  show: (found, forms) => <SeriesList all={found.all} start={forms.start(found)} />,
})

const readOne = ({ db, now, part }: Asked) => selectSeries(db, part('id'), now)
const toSeries = ({ part }: Asked): string => `/organiser/series/${part('id')}`

/** Puts an event into a series, or takes it out: one of another series is left there. */
const joinOrLeave = async (
  act: Act,
  series: Series,
  code: string,
  joins: boolean,
): Promise<Result<undefined, JoinRefusal | 'of_another'>> => {
  const event = code ? await eventByCode(act.db, code, act.now) : undefined
  if (!event || (event.seriesId !== null && event.seriesId !== series.id)) return refuse('of_another')
  return joinSeries(act, event, joins ? series.id : null)
}

const join = press({
  at: '/series/:id/join',
  read: readOne,
  form: (_, { joinable }) => joinForm(joinable),
  button: [{ text: 'Put it in', kind: 'secondary' }],
  act: (act, { code }, { subject: { series } }) => joinOrLeave(act, series, code, true),
  refused: { ...atField('code', joinRefusals), ...atField('code', { of_another: 'Choose an event that is in no series' }, 422) },
  done: 'The event is a date of this series now',
  to: toSeries,
})

const leave = press({
  at: '/series/:id/leave',
  read: readOne,
  form: leaveForm,
  hidden: ({ code }: EventDetails) => ({ code }),
  attributes: { class: 'muster-no-print' },
  button: (event) => [{ text: 'Take out', of: shortWhen(event), kind: 'secondary' }],
  act: (act, { code }, { subject: { series } }) => joinOrLeave(act, series, code, false),
  refused: { ...joinRefusals, of_another: 'That event is in another series' },
  done: 'The event is taken out of the series',
  to: toSeries,
})

const price = press({
  at: '/series/:id/prices',
  read: readOne,
  form: (_, { choosable }) => seriesPricesForm(choosable),
  filled: ({ events, choosable }) => ({
    priceId: events.find((event) => choosable.some((prices) => prices.id === event.priceId))?.priceId ?? '',
  }),
  button: [{ text: 'Use these prices for all dates of the series', kind: 'secondary' }],
  act: (act, prices, { subject: { events } }) => priceSeries(act, { events, ...prices }),
  refused: atField('priceId', { stale: sayChanged('One of the dates has') }),
  done: (_, n) =>
    n === 0 ? 'All dates that lie ahead had these prices already' : `${atStart(n, 'date has', 'dates have')} these prices now`,
  to: toSeries,
})

const seriesPage = page({
  at: '/series/:id',
  read: readOne,
  title: ({ series }) => series.title,
  caption: 'Series',
  back: { href: '/organiser/series', text: 'Series' },
  wide: true,
  presses: { join, leave, price },
  show: (found, forms, { now }) => (
    <DatesOfSeries {...found} now={now} leave={forms.leave} price={forms.price(found)} join={forms.join(found)} />
  ),
})

const copy = question({
  at: '/events/:code/copy',
  read: ({ db, now, part }) =>
    mapped(together({ event: selectEventByCode(db, part('code'), now), calendar: selectCalendar(db) }), ({ event, calendar }) => {
      if (!event) return undefined
      const usual = usualDay(event, now)
      return { event, usual, daysOff: sayDaysOff([usual], calendar) }
    }),
  title: 'Duplicate an event',
  heading: 'Duplicate this event',
  above: ({ event }) => <WhatIsCopied event={event} />,
  form: (now, { event, usual, daysOff }) => copyForm(event, usual, daysOff, londonDay(now)),
  filled: ({ event, usual }) => ({ startsOn: usual, series: event.seriesId === null ? '' : 'yes' }),
  button: 'Duplicate',
  act: (act, { startsOn, series }, { subject: { event }, id }) => copyEvent(act, { event, id, startsOn, inSeries: series.includes('yes') }),
  refused: atField('series', { series_shares_topic: joinRefusals.series_shares_topic, event_changed: joinRefusals.stale }),
  done: 'Copied as a draft. Check the dates, then publish it',
  to: (_, copied) => `/organiser/events/${copied?.code}`,
})

/** Series, and copies of events. Mounted at /organiser. */
export const organiserSeriesPages = withPages(new Hono<AppEnv>(), list, seriesPage, copy)
