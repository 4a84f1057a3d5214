// One delegate as the organiser's list of an event shows them.

export const pageSize = 50

export type ListedPlace = {
  placeId: string
  state: 'held' | 'confirmed' | 'cancelled'
  reference: string
  name: string | null
  email: string | null
  role: string | null
  school: string
  town: string
  urn: string | null
  represents: number
  bookedAt: string
  invited: 'queued' | 'sending' | 'sent' | 'failed' | null
}

export type BookingFilter = { q: string; state: 'all' | 'confirmed' | 'cancelled' }

export type BookingList = { places: ListedPlace[]; total: number; confirmed: number; schools: number }
