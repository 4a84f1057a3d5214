import type { NotDecided, NotNoted } from '../advice.ts'

export const noteRefusals: Record<NotNoted, string> = {
  noted_already: 'This address and day are noted already. Find it in the list.',
}

export const decideRefusals: Record<NotDecided, string> = {
  decided_meanwhile: 'Somebody has decided on it since you opened the page. Read what they decided; what you typed is still here.',
}
