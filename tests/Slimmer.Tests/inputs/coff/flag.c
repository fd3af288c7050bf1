int flag = 0;
