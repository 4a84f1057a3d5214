// What an organiser looks at before a draft is published.
import { gapAt, sayDaysOff } from '#base/council/working-day.ts'
import { type Instant, londonDay, sayDays, sayLongDay } from '#base/dates.ts'
import { counted, listed } from '#base/words.ts'
import { allPlaces, type EventDetails, firstStart } from '#events/events/event.ts'
import { programmeWarnings } from '#events/events/programme.ts'
import { type CountsTowards, isSaid, sayCountsTowards, sayUnsaid } from '#events/events/requirement.ts'
import { type PriceList, priceLabel } from '#money/prices/price.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { clashTasks, type EventTask, type EventToDo } from './event-to-do.ts'

/** A published event of a day nearby. */
export type EventNearby = { code: string; title: string; startsAt: Instant }

type Draft = {
  event: EventDetails
  cancelling: Accepted
  prices: PriceList | undefined
  counts: readonly CountsTowards[]
  nearby: readonly EventNearby[]
  atOnce: EventToDo['atOnce']
}

export type PublishCheck = EventTask & { isFine: boolean }

/** Each with the page on which it is changed. What a draft must have is told apart from these. */
export const publishChecks = ({ event, cancelling: { terms, calendar }, prices, counts, nearby, atOnce }: Draft): PublishCheck[] => {
  const at = `/organiser/events/${event.code}`
  const days = [...new Set(event.sessions.map(({ startsAt }) => londonDay(startsAt)))]
  const begins = firstStart(event)
  const daysOff = sayDaysOff(days, calendar)
  const gap = begins && gapAt(londonDay(begins), calendar, true)
  /** As a template calls them. */
  const unnamed = event.sessions.filter(({ block, title }) => block !== '' && /^Workshop \d+$/.test(title))
  const warnings = programmeWarnings(event)
  const clashes = clashTasks({ atOnce })
  const isToSay = ({ code, startsAt }: EventNearby) =>
    days.includes(londonDay(startsAt)) && !clashes.some(({ href }) => href === `/organiser/events/${code}`)
  const sameDay = new Map(nearby.filter(isToSay).map((one) => [one.code, one]))
  const check = (text: string, href: string, isFine: boolean, hint = ''): PublishCheck => ({
    text,
    href,
    isFine,
    ...(hint ? { hint } : {}),
  })
  return [
    check(prices ? `Price: ${priceLabel(prices)}` : 'It is free of charge', `${at}/rules`, prices !== undefined),
    ...(prices || terms
      ? [check(terms ? `Cancelling: ${terms.name}` : 'Cancelling is free of charge', `${at}/rules`, terms !== undefined)]
      : []),
    isSaid(counts)
      ? check(`Counts as: ${sayCountsTowards(counts)}`, `${at}/requirements`, true)
      : check('Say what it counts as, or that it counts as nothing', `${at}/requirements`, false, sayUnsaid(counts)),
    ...(days.length === 0 ? [] : [check(daysOff || `On ${sayDays(days)}`, `${at}/move`, daysOff === '')]),
    ...(unnamed.length === 0
      ? []
      : [check('Name the workshops', `${at}/edit/programme`, false, listed(unnamed.map(({ title }) => title)))]),
    ...(gap === 'bank_holidays' ? [check(`Enter the bank holidays of ${begins?.slice(0, 4)}`, '/organiser/bank-holidays', false)] : []),
    ...(gap === 'term_dates' ? [check('Enter the term dates: none reach this event', '/organiser/term-dates', false)] : []),
    warnings.length === 0
      ? check(counted(allPlaces(event), 'place'), `${at}/edit/booking`, true)
      : check('Look at the programme again', `${at}/edit/programme`, false, warnings.join(' ')),
    ...clashes.map(({ text, href }) => check(text, href, false)),
    ...Array.from(sameDay.values(), ({ code, title, startsAt }) =>
      check(`Also on ${sayLongDay(startsAt)}: ${title}`, `/organiser/events/${code}`, false),
    ),
  ]
}
