import { sayStored } from '#base/changed.ts'
import type { NotSaid } from '../recommendation.ts'

export const sayingRefusals: Record<NotSaid, string> = {
  changed: 'Somebody has noted something else since you opened the page. Read it; what you typed is still here.',
  saved_otherwise: sayStored('what it said stands', 'Read that, and save what you typed if it is to take its place'),
}

export const addingRefusals = {
  saved_otherwise: sayStored('what it noted stands', 'Save this only if it is to be noted beside that'),
}
