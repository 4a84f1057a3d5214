import { sayTime } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { type Switch, switchFacts } from '#messages/outbox/switch.ts'
import { beforeOf, goesAfter, goesBefore, type Setting } from '../automatic.ts'

export const sayTiming = (one: Switch, { minutes }: Setting): string => {
  if (goesBefore(one) && minutes !== null) {
    const { days, time } = beforeOf(minutes)
    return `${counted(days, 'day')} before, at ${sayTime(`2026-01-15T${time}:00.000Z`)}`
  }
  if (goesAfter(one) && minutes !== null)
    return minutes === 0
      ? 'When the registers of the day are signed off'
      : `${counted(Math.round(minutes / 60), 'hour')} after the registers of the day are signed off`
  return switchFacts[one].when ?? ''
}

export const pathOf = (one: Switch): string => one.replaceAll('_', '-')
