import type { NotSaid } from '../recommendation.ts'

export const sayingRefusals: Record<NotSaid, string> = {
  changed: 'Somebody has noted something else since you opened the page. Read it; what you typed is still here.',
}
