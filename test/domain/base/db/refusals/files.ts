import { change, type Refusal, row } from '#test/support/refusing.ts'

const slides = row('StoredFile', { id: 'slides', pieces: 0, sha256: 'a', spareFrom: '' })
const same = row('StoredFile', { id: 'same', pieces: 0, sha256: 'a', spareFrom: '' })

export const refusalsOfFiles: Refusal[] = [
  {
    trigger: 'StoredFile_whole_when_used',
    word: 'file_in_part',
    rule: 'nobody downloads a file of which a piece is missing',
    given: [row('StoredFile', { id: 'slides', pieces: 2, spareFrom: '' }), row('FilePiece', { fileId: 'slides', number: 0 })],
    doing: change('StoredFile', { spareFrom: null }),
    unless: [row('FilePiece', { fileId: 'slides', number: 1 })],
  },
  {
    trigger: 'Material_not_twice',
    word: 'material_is_there',
    rule: 'no link or file is among the materials of an event twice for the same people',
    given: [slides, same, row('Material', { eventId: 'event', fileId: 'slides' })],
    doing: row('Material', { eventId: 'event', fileId: 'same' }),
    allowed: row('Material', { eventId: 'event', sessionId: 'workshop', fileId: 'same' }),
  },
  {
    trigger: 'Material_of_its_session',
    word: 'material_of_another_event',
    rule: 'materials of a session are of its event',
    given: [row('Session', { id: 'workshop', eventId: 'another' })],
    doing: row('Material', { eventId: 'event', sessionId: 'workshop' }),
    unless: [change('Session', { eventId: 'event' })],
  },
]
