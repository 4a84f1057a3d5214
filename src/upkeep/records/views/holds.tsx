import { classWords, type HoldRow, isRunClass } from '../record.ts'

export const sayHeld = (hold: Pick<HoldRow, 'scope' | 'value' | 'label'>): string =>
  hold.scope === 'class'
    ? isRunClass(hold.value)
      ? classWords[hold.value]
      : hold.value
    : hold.scope === 'event'
      ? `The event “${hold.label ?? hold.value}”`
      : `Everything of ${hold.label ?? 'a person'}`
