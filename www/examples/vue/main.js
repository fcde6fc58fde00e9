import { createApp } from "vue";
import { ElButton, ElForm, ElFormItem, ElInput } from "element-plus";
import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/el-button.css";
import "element-plus/theme-chalk/el-form.css";
import "element-plus/theme-chalk/el-form-item.css";
import "element-plus/theme-chalk/el-input.css";
import App from "./App.vue";

createApp(App).use(ElButton).use(ElForm).use(ElFormItem).use(ElInput).mount("#app");
