import { env } from 'node:process'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the API listens while the pages are served by Vite. */
const api = env.FLORIN_API ?? 'http://localhost:3000'

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': api } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The kit every screen needs is one file that changes seldom; each screen comes when it is first opened.
    chunkSizeWarningLimit: 700,
  },
})
