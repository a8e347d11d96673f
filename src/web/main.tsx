import { render } from 'preact';
import { App } from './view/App.js';

const root = document.querySelector('#app');
root?.replaceChildren();
if (root !== null) render(<App />, root);
