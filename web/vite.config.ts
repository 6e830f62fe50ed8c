import { env } from 'node:process'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the API listens while the pages are served by Vite. */
const api = env.FLORIN_API ?? 'http://localhost:3000'

/** Charts and calendars are big and wanted on few screens: they stay in files of their own. */
const alwaysSmall = (id: string) =>
  !/node_modules\/(@mantine\/(charts|dates)|recharts|victory-vendor|d3-|@reduxjs|immer|es-toolkit|dayjs)/.test(id)

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': api } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: {
      output: {
        // A phone on a slow net waits for each file: what every page begins with is two files (the kit changes seldom), and small
        // pieces that several screens share are joined.
        codeSplitting: {
          groups: [
            { name: 'kit', tags: ['$initial'], test: /node_modules/, priority: 3 },
            { name: 'start', tags: ['$initial'], priority: 2 },
            { name: 'shared', test: alwaysSmall, minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
          ],
        },
      },
    },
  },
})
