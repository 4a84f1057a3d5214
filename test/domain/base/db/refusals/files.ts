import { change, type Refusal, row } from '#test/support/refusing.ts'

export const refusalsOfFiles: Refusal[] = [
  {
    trigger: 'StoredFile_whole_when_used',
    word: 'file_in_part',
    rule: 'nobody downloads a file of which a piece is missing',
    given: [row('StoredFile', { id: 'slides', pieces: 2, spareFrom: '' }), row('FilePiece', { fileId: 'slides', number: 0 })],
    doing: change('StoredFile', { spareFrom: null }),
    unless: [row('FilePiece', { fileId: 'slides', number: 1 })],
  },
]
