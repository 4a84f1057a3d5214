import { sayTime } from '#base/dates.ts'
import type { Switch } from '#messages/outbox/switch.ts'
import { beforeOf, isAfterwards, isReminder, type Setting } from '../automatic.ts'

/** Whom each message reaches. */
export const toWords: Record<Switch, string> = {
  confirmation: 'Whoever books',
  invitation: 'Each delegate',
  names: 'Whoever booked places without a name',
  reminder_week: 'Each delegate',
  reminder_day: 'Each delegate',
  reminder_contact: 'Whoever booked',
  offer: 'Schools on the waiting list',
  change: 'Each delegate, and whoever booked',
  cancellation: 'Each delegate, and whoever booked',
  thanks: 'Those who came',
  absence: 'Those marked as absent',
}

const events: Partial<Record<Switch, string>> = {
  confirmation: 'When a school books',
  invitation: 'When somebody gets a place, with the entry for their calendar',
  names: 'A week and a day before names are due, and once after',
  reminder_contact: 'With each reminder that is on',
  offer: 'When places come free, and when an offer ends',
  change: 'When you change what they have in their calendar',
  cancellation: 'When the event, or their place, is cancelled',
}

const plural = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`

/** When a message goes, as it is set. */
export const sayTiming = (one: Switch, { minutes }: Setting): string => {
  if (isReminder(one) && minutes !== null) {
    const { days, time } = beforeOf(minutes)
    return `${plural(days, 'day')} before, at ${sayTime(`2026-01-15T${time}:00.000Z`)}`
  }
  if (isAfterwards(one) && minutes !== null)
    return minutes === 0
      ? 'When the registers of the day are closed'
      : `${plural(Math.round(minutes / 60), 'hour')} after the registers of the day are closed`
  return events[one] ?? ''
}

export const pathOf = (one: Switch): string => one.replaceAll('_', '-')
